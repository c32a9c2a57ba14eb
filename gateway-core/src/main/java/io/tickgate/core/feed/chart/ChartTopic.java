package io.tickgate.core.feed.chart;

import io.tickgate.core.broadcast.StoredPublication;
import io.tickgate.core.feed.shared.TopicWriter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A symbol's channel: its chart, and what is under way. <b>Owner:</b> the home shard. */
final class ChartTopic {
    static final long UNKNOWN = -1;

    final String symbol;
    final String channel;
    final TopicWriter writer;
    /** Null while there are no points. */
    @Nullable
    Chart chart;

    /** What is taken of the quota for points that are under way. */
    long reservedBytes;

    boolean hasReservedSymbol;
    /** The last publication that is in the chart, of all gateways; {@link #UNKNOWN} where there is this one alone. */
    long offset = UNKNOWN;
    /** How often its points were forgotten. */
    int forgets;
    /** In which reading of the store it was found. */
    int round;

    boolean isLoading;
    /** Whether commands wait for it. */
    boolean isGating;
    /** Whether what is being read counts for nothing any more. */
    boolean isReadAgain;
    /** What came while the chart is being read. */
    List<StoredPublication> missed = new ArrayList<>(0);

    ChartTopic(String symbol, String channel, TopicWriter writer) {
        this.symbol = symbol;
        this.channel = channel;
        this.writer = writer;
    }

    /** Whether nothing would be lost with it. */
    boolean isUseless() {
        return chart == null && !isLoading && writer.isIdle();
    }
}
