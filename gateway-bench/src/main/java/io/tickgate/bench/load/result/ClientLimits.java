package io.tickgate.bench.load.result;

/**
 * How near the client was to its own limits, and what follows for the figures.
 *
 * @param loopBusyShare of the busiest client thread, 0 to 1
 * @param publisherLatenessP99Micros how late publications left, from when they were due
 * @param deliveriesPerRead above 1 the reader was behind, or the server joins messages
 * @param isBottleneck whether it was the client, not the server, that bounded the run
 * @param text one sentence that says so, with the figures that show it
 */
public record ClientLimits(
        double loopBusyShare,
        long publisherLatenessP99Micros,
        double deliveriesPerRead,
        boolean isBottleneck,
        String text) {}
