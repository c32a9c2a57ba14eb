package io.tickgate.core.time;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/** Tells the time. Passed in wherever time matters, so that tests move it by hand. Any thread. */
public interface Clock extends InstantSource {
    /** Nanoseconds of a clock that never steps back; only differences mean anything. Every time-out uses it. */
    long nanoTime();

    /** Microseconds since 1970-01-01 UTC, for what people and clients read. May step when the machine's clock is set. */
    long epochMicros();

    @Override
    default Instant instant() {
        return Instant.EPOCH.plus(epochMicros(), ChronoUnit.MICROS);
    }

    @Override
    default long millis() {
        return epochMicros() / 1_000;
    }
}
