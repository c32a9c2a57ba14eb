package io.tickgate.bench.memory;

import io.tickgate.core.time.Clock;
import java.time.Duration;

/** A clock that stands still between steps, so that what depends on the time happens equally often in every run. */
public final class SteppedClock implements Clock {
    private static final long START_MICROS = 1_795_435_200_000_000L;

    private long nanos;

    public void advance(Duration step) {
        nanos += step.toNanos();
    }

    @Override
    public long nanoTime() {
        return nanos;
    }

    @Override
    public long epochMicros() {
        return START_MICROS + nanos / 1_000;
    }
}
