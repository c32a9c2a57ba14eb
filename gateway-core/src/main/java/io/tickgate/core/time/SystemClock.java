package io.tickgate.core.time;

import java.time.Instant;

/** The machine's clocks. */
public final class SystemClock implements Clock {
    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public long epochMicros() {
        // currentTimeMillis would cost the microseconds that "server_time" promises.
        Instant now = Instant.now();
        return now.getEpochSecond() * 1_000_000 + now.getNano() / 1_000;
    }
}
