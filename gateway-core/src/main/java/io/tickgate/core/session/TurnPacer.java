package io.tickgate.core.session;

import io.tickgate.core.broadcast.Shard;
import io.tickgate.core.time.Clock;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;

/**
 * Does what a crowd asks for, a little of it between two looks at the sockets, so that a thousand clients who come at once do
 * not stand between a live publication and its subscribers: their handshakes, their first commands, what they missed, where
 * they go on under another epoch, and their ends. Each waits in the same line, and who has more to do goes to its end.
 *
 * <p><b>Owner:</b> the shard. <b>Bound:</b> each connection stands here at most once for what it said, once for what it is
 * sent, once for another epoch, and once for its end.
 */
public final class TurnPacer {
    /** Long enough for a handshake or to fill a socket, and short beside what a turn of a busy loop takes. */
    public static final long SLICE_NANOS = 125_000;

    /** Something that may wait its turn. */
    public interface Work {
        /**
         * Does a little, about as much as a handshake.
         *
         * @return whether there is more to do now; false ends its stay in the line
         */
        boolean doSome();
    }

    private final Shard shard;
    private final Clock clock;
    private final long sliceNanos;
    private final ArrayDeque<Work> ready = new ArrayDeque<>(0);
    private final Runnable slice = this::slice;
    private boolean scheduled;
    private long roundStartedAtNanos;
    private long lastRoundNanos;
    /** How many of those who stood in the line when the round began have not had their turn. */
    private int leftInRound;

    /**
     * @param sliceNanos how long a slice takes: so long a live publication may wait that comes in the middle of one; 0 for one
     *     piece of work each
     */
    public TurnPacer(Shard shard, Clock clock, long sliceNanos) {
        this.shard = shard;
        this.clock = clock;
        this.sliceNanos = sliceNanos;
    }

    /** {@code work} has something to do. It may not stand in the line already. */
    public void enlist(Work work) {
        assert shard.isCurrent();
        if (ready.isEmpty()) {
            beginRound(0);
            leftInRound = 1;
        }
        ready.addLast(work);
        if (!scheduled) {
            scheduled = true;
            shard.loop().execute(slice);
        }
    }

    /**
     * About how long who joins the line now waits for each of his turns: as long as it took to go round the line once, or as
     * long as that is taking; 0 when nobody stands in it.
     */
    long roundNanos() {
        assert shard.isCurrent();
        return ready.isEmpty() ? 0 : Math.max(lastRoundNanos, clock.nanoTime() - roundStartedAtNanos);
    }

    private void beginRound(long lastNanos) {
        lastRoundNanos = lastNanos;
        roundStartedAtNanos = clock.nanoTime();
    }

    private void endTurn() {
        if (--leftInRound <= 0) {
            beginRound(clock.nanoTime() - roundStartedAtNanos);
            leftInRound = ready.size();
        }
    }

    private void slice() {
        long startedAtNanos = clock.nanoTime();
        try {
            do {
                Work next = ready.pollFirst();
                if (next == null) {
                    return;
                }
                if (next.doSome()) {
                    ready.addLast(next);
                }
                endTurn();
            } while (clock.nanoTime() - startedAtNanos < sliceNanos);
        } finally {
            // Only now: what is enlisted meanwhile waits for the next slice as well.
            scheduled = !ready.isEmpty();
            if (scheduled) {
                // A task would run before the loop looks at its sockets again; what is scheduled runs after that.
                shard.loop().schedule(slice, 0, TimeUnit.NANOSECONDS);
            }
        }
    }
}
