package io.tickgate.core.broadcast;

import java.util.concurrent.TimeUnit;

/**
 * How often a conflated topic is sent. There are few of these, so that thousands of subscribers share the work of each: a
 * client that names any other frequency is granted the next lower one.
 */
public enum RateClass {
    TENTH(0.1),
    FIFTH(0.2),
    HALF(0.5),
    ONE(1),
    TWO(2),
    FIVE(5),
    TEN(10),
    TWENTY(20),
    FIFTY(50);

    private static final RateClass[] ALL = values();
    static final int COUNT = ALL.length;

    private final double hz;
    private final long periodNanos;

    RateClass(double hz) {
        this.hz = hz;
        this.periodNanos = Math.round(TimeUnit.SECONDS.toNanos(1) / hz);
    }

    /** Updates of one topic in a second. */
    public double hz() {
        return hz;
    }

    long periodNanos() {
        return periodNanos;
    }

    /** The fastest that is no faster than {@code hz}, which is above 0; below all of them the slowest. */
    public static RateClass atMost(double hz) {
        RateClass fastest = TENTH;
        for (RateClass rate : ALL) {
            if (rate.hz <= hz) {
                fastest = rate;
            }
        }
        return fastest;
    }
}
