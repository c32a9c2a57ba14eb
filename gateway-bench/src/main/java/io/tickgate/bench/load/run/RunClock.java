package io.tickgate.bench.load.run;

import io.tickgate.core.time.Clock;

/**
 * Time since the first phase began.
 *
 * <p><b>Owner:</b> the loop.
 */
final class RunClock {
    private final Clock clock;
    private long startNanos;
    private boolean started;

    RunClock(Clock clock) {
        this.clock = clock;
    }

    /** The first phase begins. */
    void start() {
        startNanos = clock.nanoTime();
        started = true;
    }

    boolean isStarted() {
        return started;
    }

    long elapsedNanos() {
        return started ? clock.nanoTime() - startNanos : 0;
    }

    /** A time of the clock as time since the first phase began. */
    long elapsedAt(long nanoTime) {
        return nanoTime - startNanos;
    }

    long nanoTime() {
        return clock.nanoTime();
    }
}
