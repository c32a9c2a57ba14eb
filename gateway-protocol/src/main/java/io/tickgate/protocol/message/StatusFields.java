package io.tickgate.protocol.message;

/**
 * The fields of a system status that somebody else supplies, checked.
 *
 * @param members as they were written, without {@code active_connections}, which only the gateway knows; owned
 * @param hasCpuUsage whether they hold {@code cpu_usage}
 * @param hasMemoryUsage whether they hold {@code memory_usage}
 * @param hasActiveBacktests whether they hold {@code active_backtests}
 */
public record StatusFields(
        MessageBody members, boolean hasCpuUsage, boolean hasMemoryUsage, boolean hasActiveBacktests) {
    /** Nobody supplies anything. */
    public static final StatusFields NONE =
            new StatusFields(new MessageBody(WireFormat.JSON, new byte[0], 0, 0, 0, false, false), false, false, false);
}
