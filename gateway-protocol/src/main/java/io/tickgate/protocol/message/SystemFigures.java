package io.tickgate.protocol.message;

/**
 * How the gateway itself is doing.
 *
 * @param cpuUsage percent of all processors, 0 to 100
 * @param memoryUsage resident, in MiB
 */
public record SystemFigures(int activeConnections, double cpuUsage, double memoryUsage, int activeBacktests) {}
