package io.tickgate.core.config;

import java.util.List;

/**
 * How {@code limits.memory} is spent. {@code bin/gateway} gives the heap and direct memory of this plan to Java; queue
 * budgets that the operator leaves at {@code auto} follow from the direct memory, of which a sixth stays for Netty's pools.
 * What every event loop holds from its start may be half of either; budgets use the loops' chunks, too.
 *
 * @param loopCount {@code server.event-loops}; where that is 0, one per processor, as far as their direct memory fits
 * @param runtimeBytes what the JVM itself takes: its library, compiled code, classes, stacks
 * @param inboundBytesTotal {@code limits.inbound-bytes-total}
 * @param ingestBytesTotal {@code limits.ingest-bytes-total}
 * @param historyBytesTotal {@code history.bytes-total}
 * @param outboundBytesTotal {@code outbound.bytes-total}
 * @param conflationBytesTotal {@code outbound.conflation-bytes-total}
 * @param chartsBytesTotal {@code charts.bytes-total}, of the heap
 */
public record MemoryPlan(
        int loopCount,
        long ceilingBytes,
        long runtimeBytes,
        long heapBytes,
        long directBytes,
        long inboundBytesTotal,
        long ingestBytesTotal,
        long historyBytesTotal,
        long outboundBytesTotal,
        long conflationBytesTotal,
        long chartsBytesTotal) {
    /** Measured: 57 MB resident with the shipped flags, of which 8 MB are heap; code and classes may still grow. */
    private static final long RUNTIME_MIB = 72;

    /** What a table entry costs at most; see docs/PERFORMANCE.md. */
    private static final long TOPIC_BYTES = 400;

    private static final long CONNECTION_BYTES = 4 << 10;
    private static final long SUBSCRIPTION_BYTES = 120;
    private static final int OVERCOMMIT_MAX = 3;

    /** The chunk of its arena, see {@code Gateway}. */
    private static final long LOOP_CHUNK_BYTES = 1 << 20;

    private static final long READ_MARK_BYTES = 200;
    /** Preferences that mute all of the 64 types. */
    private static final long USER_BYTES = 8 << 10;

    /** @throws ConfigException when budgets or event loops do not fit into what {@code limits.memory} leaves for them */
    public static MemoryPlan of(GatewayConfig config) {
        return of(config, Runtime.getRuntime().availableProcessors());
    }

    static MemoryPlan of(GatewayConfig config, int processors) {
        LimitsConfig limits = config.limits();
        // In whole MiB, as the launcher computes it.
        long rest = (limits.memoryBytes() >> 20) - RUNTIME_MIB;
        long heap = (rest * 6 / 10) << 20;
        long direct = (rest << 20) - heap;
        MemoryPlan plan = new MemoryPlan(
                loopCount(config, direct, processors),
                limits.memoryBytes(),
                RUNTIME_MIB << 20,
                heap,
                direct,
                orAuto(limits.inboundBytesTotal(), direct / 6),
                orAuto(limits.ingestBytesTotal(), direct / 12),
                orAuto(config.history().bytesTotal(), direct / 6),
                orAuto(config.outbound().bytesTotal(), direct / 3),
                orAuto(config.outbound().conflationBytesTotal(), direct / 15),
                orAuto(config.charts().bytesTotal(), heap / 3));
        long budgets = plan.inboundBytesTotal
                + plan.ingestBytesTotal
                + plan.historyBytesTotal
                + plan.outboundBytesTotal
                + plan.conflationBytesTotal;
        if (budgets > direct) {
            throw new ConfigException(
                    List.of(
                            LimitsConfig.MEMORY.key(),
                            LimitsConfig.INBOUND_BYTES_TOTAL.key(),
                            LimitsConfig.INGEST_BYTES_TOTAL.key(),
                            HistoryConfig.BYTES_TOTAL.key(),
                            OutboundConfig.BYTES_TOTAL.key(),
                            OutboundConfig.CONFLATION_BYTES_TOTAL.key()),
                    "leaves " + mebibytes(direct) + " of direct memory, but limits.inbound-bytes-total, "
                            + "limits.ingest-bytes-total, history.bytes-total, outbound.bytes-total and "
                            + "outbound.conflation-bytes-total ask for "
                            + mebibytes(budgets));
        }
        if (plan.chartsBytesTotal > heap * 3 / 4) {
            throw new ConfigException(
                    List.of(LimitsConfig.MEMORY.key(), ChartsConfig.BYTES_TOTAL.key()),
                    "leaves " + mebibytes(heap) + " of heap, of which charts may have three quarters, but "
                            + "charts.bytes-total asks for " + mebibytes(plan.chartsBytesTotal));
        }
        plan.checkLoops(config);
        return plan;
    }

    private static int loopCount(GatewayConfig config, long directBytes, int processors) {
        int configured = config.server().eventLoops();
        // The default has to start on a machine of any size.
        return configured > 0
                ? configured
                : (int) Math.min(processors, Math.max(1, directBytes / 2 / loopDirectBytes(config)));
    }

    private static long loopDirectBytes(GatewayConfig config) {
        return LOOP_CHUNK_BYTES + config.outbound().turnBytesMax();
    }

    private void checkLoops(GatewayConfig config) {
        long loopsDirectBytes = loopCount * loopDirectBytes(config);
        if (loopsDirectBytes > directBytes / 2) {
            throw new ConfigException(
                    List.of(
                            ServerConfig.EVENT_LOOPS.key(),
                            OutboundConfig.TURN_BYTES_MAX.key(),
                            LimitsConfig.MEMORY.key()),
                    loopCount + " loops with 1 MiB and outbound.turn-bytes-max each need " + mebibytes(loopsDirectBytes)
                            + ", but may have half of the " + mebibytes(directBytes)
                            + " of direct memory that limits.memory leaves");
        }
        long loopsHeapBytes = (long) loopCount * config.limits().maxMessageBytes();
        if (loopsHeapBytes > heapBytes / 2) {
            throw new ConfigException(
                    List.of(
                            LimitsConfig.MAX_MESSAGE_BYTES.key(),
                            ServerConfig.EVENT_LOOPS.key(),
                            LimitsConfig.MEMORY.key()),
                    "each of " + loopCount + " loops (server.event-loops) keeps room for one message, together "
                            + mebibytes(loopsHeapBytes) + ", but they may have half of the " + mebibytes(heapBytes)
                            + " of heap that limits.memory leaves");
        }
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
                + mebibytes(historyBytesTotal) + ", ingest " + mebibytes(ingestBytesTotal) + ", conflation "
                + mebibytes(conflationBytesTotal) + ")";
    }

    private static String mebibytes(long bytes) {
        return (bytes >> 20) + " MiB";
    }
}
