package io.tickgate.core.sim;

import io.tickgate.core.time.Clock;
import java.time.Duration;

/** A clock that stands still until a test moves it. Whoever reads it may be made to wait for other loops first. */
public final class ManualClock implements Clock {
    private static final long START_MICROS = 1_795_435_200_000_000L;

    private final Runnable beforeRead;
    private long nanos = 1_000_000_000L;

    public ManualClock() {
        this(() -> {});
    }

    /** @param beforeRead runs at every look at the clock: a point where a real thread might lose the processor */
    ManualClock(Runnable beforeRead) {
        this.beforeRead = beforeRead;
    }

    public void advance(Duration duration) {
        nanos += duration.toNanos();
    }

    @Override
    public long nanoTime() {
        beforeRead.run();
        return nanos;
    }

    @Override
    public long epochMicros() {
        return START_MICROS + nanos / 1_000;
    }
}
