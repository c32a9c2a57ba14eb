package io.tickgate.bench.fault;

import java.time.Duration;

/**
 * How much of it.
 *
 * @param rounds how often a fault happens to one gateway
 * @param hold how long is published before and after
 * @param outage how long what gateways share is away
 * @param steady how long the steady load lasts
 */
record Extent(int rounds, Duration hold, Duration outage, Duration steady) {
    /** What {@code bin/test} has time for. */
    static final Extent SHORT = new Extent(1, Duration.ofMillis(500), Duration.ofSeconds(4), Duration.ZERO);

    static Extent ofMinutes(int minutes) {
        return new Extent(
                Math.min(20, 2 + minutes), Duration.ofSeconds(5), Duration.ofSeconds(30), Duration.ofMinutes(minutes));
    }
}
