package io.tickgate.core.metrics;

import org.HdrHistogram.AbstractHistogram;
import org.HdrHistogram.IntCountsHistogram;
import org.jspecify.annotations.Nullable;

/**
 * How values were spread in the last minute: the newest third of it is being filled, the oldest third is forgotten at
 * once, so it looks back 40 to 60 s.
 *
 * <p><b>Owner:</b> one thread.
 * <p><b>Bound:</b> three histograms, which grow with the largest value, to 10 kB each. <b>Cost:</b> a few stores;
 * a third of the minute that begins empties what it takes the place of.
 */
final class RecentHistogram {
    /** A minute; what takes longer counts as one. */
    static final long VALUE_MAX = 60_000_000;

    private static final int DIGITS = 2;
    private static final int PARTS = 3;
    private static final long PART_NANOS = 20_000_000_000L;

    private final @Nullable IntCountsHistogram[] parts = new IntCountsHistogram[PARTS];
    private final long[] numbers = new long[PARTS];
    private @Nullable IntCountsHistogram current;
    private long currentFromNanos;

    /** A histogram that takes what this one has. */
    static IntCountsHistogram empty() {
        IntCountsHistogram histogram = new IntCountsHistogram(DIGITS);
        histogram.setAutoResize(true);
        return histogram;
    }

    void record(long value, long nowNanos) {
        IntCountsHistogram part = current;
        long sinceNanos = nowNanos - currentFromNanos;
        if (part == null || sinceNanos < 0 || sinceNanos >= PART_NANOS) {
            part = begin(nowNanos);
        }
        part.recordValue(Math.max(0, Math.min(value, VALUE_MAX)));
    }

    /** The part that holds {@code nowNanos} is the current one, empty if it was that of a minute before. */
    private IntCountsHistogram begin(long nowNanos) {
        long number = Math.floorDiv(nowNanos, PART_NANOS);
        int index = (int) Math.floorMod(number, (long) PARTS);
        IntCountsHistogram part = parts[index];
        if (part == null) {
            part = empty();
            parts[index] = part;
        } else if (numbers[index] != number) {
            part.reset();
        }
        numbers[index] = number;
        current = part;
        currentFromNanos = number * PART_NANOS;
        return part;
    }

    /** Adds the last minute to {@code sum}. */
    void addTo(AbstractHistogram sum, long nowNanos) {
        long number = Math.floorDiv(nowNanos, PART_NANOS);
        for (int i = 0; i < PARTS; i++) {
            IntCountsHistogram part = parts[i];
            if (part != null && number - numbers[i] < PARTS) {
                sum.add(part);
            }
        }
    }
}
