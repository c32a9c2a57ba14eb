package io.tickgate.cli.client;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next try: a random time up to 0.5 s · 2ⁿ, at most 30 s. Full jitter, so that the clients of
 * one gateway that restarts do not come back all at once.
 */
public final class Backoff {
    private static final long BASE_MILLIS = 500;
    private static final long CAP_MILLIS = 30_000;
    private static final int EXPONENT_MAX = 6; // 0.5 s · 2⁶ is over the cap

    private final RandomGenerator random;
    private int failures;

    public Backoff(RandomGenerator random) {
        this.random = random;
    }

    /** The wait after one more failure. */
    public Duration next() {
        long ceiling = Math.min(CAP_MILLIS, BASE_MILLIS << Math.min(failures, EXPONENT_MAX));
        failures++;
        return Duration.ofMillis(random.nextLong(ceiling + 1));
    }

    /** After a success. */
    public void reset() {
        failures = 0;
    }
}
