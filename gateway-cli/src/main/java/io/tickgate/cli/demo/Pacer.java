package io.tickgate.cli.demo;

import java.time.Duration;

/**
 * An absolute schedule: message n is due at start + n / rate. Who is late catches up, so the rate holds over time; who is
 * later than {@link #LATE_MAX}, such as a laptop that slept, leaves out what it missed instead of flooding everybody.
 *
 * <p><b>Owner:</b> one thread.
 */
final class Pacer {
    /** Ordinary pauses are far below, and a burst of one second's messages harms nobody. */
    static final Duration LATE_MAX = Duration.ofSeconds(1);

    private static final double NANOS_PER_SECOND = 1e9;

    private final double perSecond;
    private final long startNanos;
    private long next;

    /**
     * The message with number 0 is due at once.
     *
     * @param perSecond more than 0
     */
    Pacer(double perSecond, long startNanos) {
        if (!(perSecond > 0)) {
            throw new IllegalArgumentException("a rate is more than 0, not " + perSecond);
        }
        this.perSecond = perSecond;
        this.startNanos = startNanos;
    }

    /** How long until the next message is due; 0 or less when it is. */
    long untilDueNanos(long nowNanos) {
        return dueNanos(next) - (nowNanos - startNanos);
    }

    /**
     * Takes the next message that is due. Call only when one is.
     *
     * @return its number; larger than the one before by more than one when some were left out
     */
    long take(long nowNanos) {
        if (untilDueNanos(nowNanos) < -LATE_MAX.toNanos()) {
            // The one that is due now, or was last.
            next = Math.max(next, (long) ((nowNanos - startNanos) * perSecond / NANOS_PER_SECOND));
        }
        return next++;
    }

    private long dueNanos(long number) {
        return (long) (number * NANOS_PER_SECOND / perSecond);
    }
}
