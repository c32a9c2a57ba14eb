package io.tickgate.core.broadcast;

/**
 * How long the next sends of a loop are put off so that more leaves with each of them: three times as long as the last ones took, at
 * most as long as is allowed. So what comes with more time between is not put off, and a loop spends a quarter of its time on sends, or
 * what it needs where the allowed time is shorter than that; a send that wakes its reader costs ten times what one message more in it does.
 *
 * <p><b>Owner:</b> the shard.
 */
final class JoinWait {
    private static final int TIMES_THE_LAST = 3;

    private final long maxNanos;
    private long untilNanos;

    /** @param maxNanos {@code outbound.join-wait}; 0 puts nothing off */
    JoinWait(long maxNanos, long nowNanos) {
        this.maxNanos = maxNanos;
        this.untilNanos = nowNanos;
    }

    /** The sends of a turn took from one time to the other. */
    void onSent(long startedAtNanos, long nowNanos) {
        untilNanos = nowNanos + Math.min(maxNanos, TIMES_THE_LAST * (nowNanos - startedAtNanos));
    }

    /** Nanoseconds until the next sends; 0 for now. */
    long remaining(long nowNanos) {
        return Math.max(0, untilNanos - nowNanos);
    }
}
