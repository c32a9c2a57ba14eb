package io.tickgate.bench.load.result;

/**
 * What the server's process took in the measured time.
 *
 * @param cpuSeconds user and system time
 * @param cpuMicrosPerDelivery of processor time, by what arrived in the measured time; 0 when nothing did
 * @param rssStartBytes resident when the measured time began
 * @param rssPeakBytes the most that a second ended with
 * @param rssEndBytes resident when it ended
 */
public record ServerUse(
        double cpuSeconds, double cpuMicrosPerDelivery, long rssStartBytes, long rssPeakBytes, long rssEndBytes) {}
