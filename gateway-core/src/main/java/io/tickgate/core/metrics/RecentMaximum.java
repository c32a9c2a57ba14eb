package io.tickgate.core.metrics;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * The largest value of the last minute: one that falls again when what it told of is over, also where nothing comes any
 * more. The oldest tenth of a minute or so is forgotten at once, so it looks back 50 to 60 s.
 *
 * <p><b>Owner:</b> one thread calls {@link #offer}; any thread may read.
 * <p><b>Cost:</b> a division, a plain load, and a store where the value is a new maximum.
 */
public final class RecentMaximum {
    private static final int BUCKETS = 6;
    private static final long BUCKET_NANOS = 10_000_000_000L;
    private static final long VALUE_MAX = 0xffff_ffffL;

    /** In each word the number of its ten seconds, and below it their maximum: both are read at once. */
    private final AtomicLongArray buckets = new AtomicLongArray(BUCKETS);

    /** @param value not negative; what is over 32 bits counts as the largest that is not */
    public void offer(long value, long nowNanos) {
        long number = Math.floorDiv(nowNanos, BUCKET_NANOS);
        int index = (int) Math.floorMod(number, (long) BUCKETS);
        long held = buckets.getPlain(index);
        long capped = Math.min(value, VALUE_MAX);
        if ((int) (held >>> 32) != (int) number || (held & VALUE_MAX) < capped) {
            buckets.lazySet(index, number << 32 | capped);
        }
    }

    /** The maximum, or 0 where there was nothing. */
    public long get(long nowNanos) {
        int number = (int) Math.floorDiv(nowNanos, BUCKET_NANOS);
        long max = 0;
        for (int i = 0; i < BUCKETS; i++) {
            long held = buckets.get(i);
            int age = number - (int) (held >>> 32);
            if (age >= 0 && age < BUCKETS) {
                max = Math.max(max, held & VALUE_MAX);
            }
        }
        return max;
    }
}
