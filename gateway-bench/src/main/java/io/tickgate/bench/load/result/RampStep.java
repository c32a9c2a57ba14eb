package io.tickgate.bench.load.result;

/**
 * One rate that was tried in search of the highest that keeps a latency promise.
 *
 * @param rate publications per second that were due
 * @param deliveriesPerSecond that arrived
 * @param missing deliveries that were due and did not come
 * @param isKept whether the promise was kept
 */
public record RampStep(
        double rate, double deliveriesPerSecond, long p50Micros, long p99Micros, long missing, boolean isKept) {}
