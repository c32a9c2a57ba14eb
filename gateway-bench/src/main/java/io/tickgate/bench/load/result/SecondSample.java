package io.tickgate.bench.load.result;

import org.jspecify.annotations.Nullable;

/**
 * One second of a run.
 *
 * @param second its number, from 0
 * @param published publications that were sent in it
 * @param delivered messages that arrived in it
 * @param bytes of their payloads
 * @param p50Micros of those that arrived in it; 0 when none did, as the two others
 * @param server null when the server's process is not known, or gone
 * @param clientCpuPercent of one processor, all threads of this process
 */
public record SecondSample(
        int second,
        long published,
        long delivered,
        long bytes,
        long p50Micros,
        long p99Micros,
        long maxMicros,
        @Nullable ServerSecond server,
        double clientCpuPercent) {

    /**
     * @param cpuPercent of one processor, so 200 is two of them
     * @param rssBytes resident at the end of the second
     */
    public record ServerSecond(double cpuPercent, long rssBytes) {}
}
