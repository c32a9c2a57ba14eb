package io.tickgate.core.metrics;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * One event loop's counters.
 *
 * <p><b>Owner:</b> the loop writes; any thread may read and sees a value that was true a moment ago.
 * <p><b>Cost:</b> a plain load and an ordered store; no read-modify-write, because nobody else writes.
 */
public final class ShardCounters {
    private final AtomicLongArray values = new AtomicLongArray(Counter.COUNT);

    /** Adds {@code amount}, which may be negative for a gauge. */
    public void add(Counter counter, long amount) {
        int index = counter.ordinal();
        values.lazySet(index, values.getPlain(index) + amount);
    }

    public void set(Counter counter, long value) {
        values.lazySet(counter.ordinal(), value);
    }

    public void increment(Counter counter) {
        add(counter, 1);
    }

    public long get(Counter counter) {
        return values.get(counter.ordinal());
    }
}
