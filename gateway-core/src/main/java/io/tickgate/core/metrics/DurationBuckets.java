package io.tickgate.core.metrics;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * How times are spread since the start, by family: for those who compare two moments, where {@link RecentHistogram} tells
 * of the last minute.
 *
 * <p><b>Owner:</b> one loop writes; any thread may read. A reader sees each bucket as it was a moment ago.
 * <p><b>Bound:</b> fifteen longs for each family. <b>Cost:</b> a comparison for each bucket below, two ordered stores.
 */
public final class DurationBuckets {
    /** 0.1 ms to 1 s: from what a turn takes to what a user sees. */
    private static final long[] BOUNDS_NANOS = {
        100_000,
        250_000,
        500_000,
        1_000_000,
        2_500_000,
        5_000_000,
        10_000_000,
        25_000_000,
        50_000_000,
        100_000_000,
        250_000_000,
        500_000_000,
        1_000_000_000
    };

    /** Buckets that have an upper bound; one more takes what is above. */
    public static final int BOUNDED = BOUNDS_NANOS.length;

    private static final int SLOTS = BOUNDED + 2;
    private static final int SUM = BOUNDED + 1;

    private final AtomicLongArray slots;

    DurationBuckets(int families) {
        slots = new AtomicLongArray(families * SLOTS);
    }

    /** The largest time that a bucket takes, in seconds. */
    public static double upperSeconds(int bucket) {
        return BOUNDS_NANOS[bucket] / 1e9;
    }

    void record(int family, long nanos) {
        int bucket = 0;
        while (bucket < BOUNDED && nanos > BOUNDS_NANOS[bucket]) {
            bucket++;
        }
        int first = family * SLOTS;
        add(first + bucket, 1);
        add(first + SUM, nanos);
    }

    private void add(int index, long amount) {
        slots.lazySet(index, slots.getPlain(index) + amount);
    }

    /** How many times fell into one bucket; {@link #BOUNDED} is the one without an upper bound. */
    public long count(int family, int bucket) {
        return slots.get(family * SLOTS + bucket);
    }

    /** All times added up. */
    public long sumNanos(int family) {
        return slots.get(family * SLOTS + SUM);
    }
}
