package io.tickgate.bench.load.result;

import org.jspecify.annotations.Nullable;

/**
 * What the server's process took in the measured time.
 *
 * @param cpuSeconds user and system time
 * @param cpuMicrosPerDelivery of processor time; 0 when nothing was delivered
 * @param rssStartBytes resident when the measured time began
 * @param rssPeakBytes the most that a second ended with
 * @param rssEndBytes resident when it ended
 * @param sendsPerDelivery system calls that wrote, for each delivery; null when the server does not count them
 */
public record ServerUse(
        double cpuSeconds,
        double cpuMicrosPerDelivery,
        long rssStartBytes,
        long rssPeakBytes,
        long rssEndBytes,
        @Nullable Double sendsPerDelivery) {}
