package io.tickgate.bench.load.result;

import java.time.Duration;

/**
 * One part of a run with the same offered rate from end to end.
 *
 * @param rate publications per second that were due, of all publishers; 0 when they published as fast as windows opened
 * @param duration as measured
 * @param isWarmUp whether it is left out of the run's rates, its latency and what its account says was published and delivered
 * @param published publications that were due in it
 * @param delivered deliveries of those
 */
public record PhaseResult(
        String name,
        double rate,
        Duration duration,
        boolean isWarmUp,
        long published,
        long delivered,
        Latency latency) {}
