package io.tickgate.core.broadcast;

import java.util.List;

/**
 * Waits until everything that other shards had handed to one shard has arrived there. Each hand-over queue is first in,
 * first out, so a task that goes to every other shard and back comes behind all of it.
 *
 * <p><b>Owner:</b> the shard that waits; the count never leaves its loop.
 */
final class HandOverBarrier {
    private final Shard waiting;
    private final Runnable then;
    private int missing;

    private HandOverBarrier(Shard waiting, Runnable then, int missing) {
        this.waiting = waiting;
        this.then = then;
        this.missing = missing;
    }

    /**
     * Runs {@code then} on {@code waiting}, behind what every shard handed it before this call: at once when there is no
     * other. Call on {@code waiting}.
     */
    static void pass(Shard waiting, List<Shard> shards, Runnable then) {
        assert waiting.isCurrent();
        if (shards.size() == 1) {
            then.run();
            return;
        }
        HandOverBarrier barrier = new HandOverBarrier(waiting, then, shards.size() - 1);
        for (int i = 0; i < shards.size(); i++) {
            Shard other = shards.get(i);
            if (other != waiting) {
                other.execute(() -> waiting.execute(barrier::arrive));
            }
        }
    }

    private void arrive() {
        assert waiting.isCurrent();
        if (--missing == 0) {
            then.run();
        }
    }
}
