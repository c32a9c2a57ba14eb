package io.tickgate.core.session;

import io.tickgate.core.broadcast.Shard;
import io.tickgate.core.time.Clock;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;

/**
 * Sends what was missed to the clients that have come back, a little of it between two looks at the sockets, so that a
 * thousand who come back at once do not stand between a live publication and its subscribers.
 *
 * <p><b>Owner:</b> the shard. <b>Bound:</b> each session stands here at most once; what waits for it is in its own queue.
 */
public final class ReplayPacer {
    /** Long enough to fill a few sockets, and short beside what a turn of a busy loop takes. */
    public static final long SLICE_NANOS = 250_000;

    private final Shard shard;
    private final Clock clock;
    private final long sliceNanos;
    private final ArrayDeque<SendQueue> ready = new ArrayDeque<>(0);
    private final Runnable slice = this::slice;
    private boolean scheduled;

    /**
     * @param sliceNanos how long a slice takes: so long a live publication may wait that comes in the middle of one; 0 for one
     *     session each
     */
    public ReplayPacer(Shard shard, Clock clock, long sliceNanos) {
        this.shard = shard;
        this.clock = clock;
        this.sliceNanos = sliceNanos;
    }

    /** {@code queue} has something to send that may wait its turn, and its connection may take it. */
    void enlist(SendQueue queue) {
        ready.addLast(queue);
        if (!scheduled) {
            scheduled = true;
            shard.loop().execute(slice);
        }
    }

    private void slice() {
        scheduled = false;
        long startedAtNanos = clock.nanoTime();
        do {
            SendQueue next = ready.pollFirst();
            if (next == null) {
                return;
            }
            if (next.sendSome(shard.scratch())) {
                ready.addLast(next);
            }
        } while (clock.nanoTime() - startedAtNanos < sliceNanos);
        if (!ready.isEmpty()) {
            scheduled = true;
            // A task would run before the loop looks at its sockets again; what is scheduled runs after that.
            shard.loop().schedule(slice, 0, TimeUnit.NANOSECONDS);
        }
    }
}
