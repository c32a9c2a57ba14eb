package io.tickgate.core.config;

import java.util.List;

/**
 * How {@code limits.memory} is spent. {@code bin/gateway} gives the heap and direct memory of this plan to Java; queue
 * budgets that the operator leaves at {@code auto} follow from the direct memory, of which a sixth stays for Netty's pools.
 *
 * @param runtimeBytes what the JVM itself takes: its library, compiled code, classes, stacks
 * @param inboundBytesTotal {@code limits.inbound-bytes-total}
 * @param ingestBytesTotal {@code limits.ingest-bytes-total}
 * @param historyBytesTotal {@code history.bytes-total}
 * @param outboundBytesTotal {@code outbound.bytes-total}
 * @param chartsBytesTotal {@code charts.bytes-total}, of the heap
 */
public record MemoryPlan(
        long ceilingBytes,
        long runtimeBytes,
        long heapBytes,
        long directBytes,
        long inboundBytesTotal,
        long ingestBytesTotal,
        long historyBytesTotal,
        long outboundBytesTotal,
        long chartsBytesTotal) {
    /** Measured: 57 MB resident with the shipped flags, of which 8 MB are heap; code and classes may still grow. */
    private static final long RUNTIME_MIB = 72;

    /** What a table entry costs at most; see docs/PERFORMANCE.md. */
    private static final long TOPIC_BYTES = 400;

    private static final long CONNECTION_BYTES = 4 << 10;
    private static final long SUBSCRIPTION_BYTES = 120;
    private static final int OVERCOMMIT_MAX = 3;

    private static final long READ_MARK_BYTES = 200;
    /** Preferences that mute all of the 64 types. */
    private static final long USER_BYTES = 8 << 10;

    /** @throws ConfigException when the budgets do not fit into the direct memory that {@code limits.memory} leaves */
    public static MemoryPlan of(GatewayConfig config) {
        LimitsConfig limits = config.limits();
        // In whole MiB, as the launcher computes it.
        long rest = (limits.memoryBytes() >> 20) - RUNTIME_MIB;
        long heap = (rest * 6 / 10) << 20;
        long direct = (rest << 20) - heap;
        MemoryPlan plan = new MemoryPlan(
                limits.memoryBytes(),
                RUNTIME_MIB << 20,
                heap,
                direct,
                orAuto(limits.inboundBytesTotal(), direct / 6),
                orAuto(limits.ingestBytesTotal(), direct / 12),
                orAuto(config.history().bytesTotal(), direct / 6),
                orAuto(config.outbound().bytesTotal(), direct * 2 / 5),
                orAuto(config.charts().bytesTotal(), heap / 3));
        long budgets =
                plan.inboundBytesTotal + plan.ingestBytesTotal + plan.historyBytesTotal + plan.outboundBytesTotal;
        if (budgets > direct) {
            throw new ConfigException(
                    List.of(
                            LimitsConfig.MEMORY.key(),
                            LimitsConfig.INBOUND_BYTES_TOTAL.key(),
                            LimitsConfig.INGEST_BYTES_TOTAL.key(),
                            HistoryConfig.BYTES_TOTAL.key(),
                            OutboundConfig.BYTES_TOTAL.key()),
                    "leaves " + mebibytes(direct) + " of direct memory, but limits.inbound-bytes-total, "
                            + "limits.ingest-bytes-total, history.bytes-total and outbound.bytes-total ask for "
                            + mebibytes(budgets));
        }
        if (plan.chartsBytesTotal > heap * 3 / 4) {
            throw new ConfigException(
                    List.of(LimitsConfig.MEMORY.key(), ChartsConfig.BYTES_TOTAL.key()),
                    "leaves " + mebibytes(heap) + " of heap, of which charts may have three quarters, but "
                            + "charts.bytes-total asks for " + mebibytes(plan.chartsBytesTotal));
        }
        return plan;
    }

    private static long orAuto(long configured, long automatic) {
        return configured == SizeType.AUTO ? automatic : configured;
    }

    /**
     * What the tables take of the heap when every limit is reached at once: topics, connections, subscriptions, tasks,
     * notifications with their read marks, preferences. Charts have a share of the heap of their own.
     */
    public static long tableBytesMax(GatewayConfig config) {
        LimitsConfig limits = config.limits();
        NotificationsConfig notifications = config.notifications();
        return limits.maxTopics() * TOPIC_BYTES
                + limits.maxConnections() * CONNECTION_BYTES
                + (long) limits.maxConnections() * limits.maxSubscriptions() * SUBSCRIPTION_BYTES
                + config.progress().bytesTotal()
                + notifications.maxBytes()
                + notifications.maxReadMarks() * READ_MARK_BYTES
                + notifications.maxUsers() * USER_BYTES;
    }

    /**
     * Whether all limits together promise so much more than the heap that the operator should know. They are not reached
     * all at once: the defaults promise twice the heap.
     */
    public boolean isOvercommitted(GatewayConfig config) {
        return tableBytesMax(config) > heapBytes * OVERCOMMIT_MAX;
    }

    /** One line for the log and for {@code check-config}. */
    @Override
    public String toString() {
        return "memory " + mebibytes(ceilingBytes) + ": runtime " + mebibytes(runtimeBytes) + ", heap "
                + mebibytes(heapBytes) + " (charts " + mebibytes(chartsBytesTotal) + "), direct "
                + mebibytes(directBytes) + " (outbound "
                + mebibytes(outboundBytesTotal) + ", inbound " + mebibytes(inboundBytesTotal) + ", history "
                + mebibytes(historyBytesTotal) + ", ingest " + mebibytes(ingestBytesTotal) + ")";
    }

    private static String mebibytes(long bytes) {
        return (bytes >> 20) + " MiB";
    }
}
