package io.tickgate.core.feed.chart;

import io.tickgate.core.broadcast.LocalBroker;
import io.tickgate.core.broadcast.PublishOptions;
import io.tickgate.core.broadcast.PublishReply;
import io.tickgate.core.broadcast.Shard;
import io.tickgate.core.metrics.Counter;
import io.tickgate.protocol.codec.ChartPointReader;
import io.tickgate.protocol.codec.ChartUpdateWriter;
import io.tickgate.protocol.message.ChartPoint;
import io.tickgate.protocol.message.ErrorCode;
import io.tickgate.protocol.message.OpaqueList;
import io.tickgate.protocol.wire.WireException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The charts of the symbols whose channels are numbered on one shard.
 *
 * <p><b>Owner:</b> that shard. A batch is read, checked against every limit, published and only then kept, all in one
 * step: it is kept as a whole or not at all, and a snapshot holds exactly what was published up to its offset.
 */
final class ChartBook {
    private static final Comparator<ChartPoint> BY_TIME = Comparator.comparingDouble(ChartPoint::timestamp);

    private final Shard shard;
    private final LocalBroker broker;
    private final ChartSettings settings;
    private final ChartQuota quota;
    private final ChartPointReader reader = new ChartPointReader();
    private final ChartUpdateWriter writer = new ChartUpdateWriter();
    private final Map<String, Chart> charts = new HashMap<>();

    ChartBook(Shard shard, LocalBroker broker, ChartSettings settings, ChartQuota quota) {
        this.shard = shard;
        this.broker = broker;
        this.settings = settings;
        this.quota = quota;
    }

    /** @param list borrowed for the call; {@code reply} is called within it */
    void publish(String symbol, String channel, @Nullable String updateType, OpaqueList list, ChartReply reply) {
        assert shard.isCurrent();
        try {
            List<ChartPoint> points = reader.read(list);
            // Stable: points of one time stay as their publisher had them.
            points.sort(BY_TIME);
            Chart known = charts.get(symbol);
            if (known == null) {
                publishFirst(symbol, channel, updateType, points, reply);
            } else {
                publish(known, symbol, channel, updateType, points, known.bytes(), reply);
            }
        } catch (WireException fault) {
            reply.onRefused(fault);
        }
    }

    private void publishFirst(
            String symbol, String channel, @Nullable String updateType, List<ChartPoint> points, ChartReply reply)
            throws WireException {
        if (!quota.tryAddSymbol()) {
            throw full("all " + settings.symbolsMax() + " charts are in use (charts.max-symbols)");
        }
        boolean isKept = false;
        try {
            Chart chart = new Chart(settings.pointsMax());
            isKept = publish(chart, symbol, channel, updateType, points, 0, reply);
            if (isKept) {
                charts.put(symbol, chart);
                shard.counters().increment(Counter.CHART_SYMBOLS);
            }
        } finally {
            if (!isKept) {
                quota.removeSymbol();
            }
        }
    }

    /**
     * @param bytesBefore what is reserved for the chart already
     * @return whether the points were published and kept
     */
    private boolean publish(
            Chart chart,
            String symbol,
            String channel,
            @Nullable String updateType,
            List<ChartPoint> points,
            long bytesBefore,
            ChartReply reply)
            throws WireException {
        if (chart.seriesCountWith(points) > settings.seriesMax()) {
            throw full("a chart has at most " + settings.seriesMax() + " data types (charts.max-series)");
        }
        long reserved = reserve(chart, points, bytesBefore);
        boolean isPublished = false;
        try {
            Arrival arrival = Arrival.of(chart, updateType, points);
            Published published = new Published(channel, points.size(), reply);
            broker.publish(
                    channel,
                    writer.update(symbol, arrival.updateType(), points, arrival.isCorrection()),
                    PublishOptions.NONE,
                    shard.loop(),
                    published);
            isPublished = published.offset >= 0;
            if (isPublished) {
                keep(chart, points);
            }
            published.answer();
        } finally {
            long added = isPublished ? chart.bytes() - bytesBefore : 0;
            quota.release(reserved - added);
            shard.counters().add(Counter.CHART_BYTES, added);
        }
        return isPublished;
    }

    /** @return how many bytes were reserved */
    private long reserve(Chart chart, List<ChartPoint> points, long bytesBefore) throws WireException {
        long more = chart.bytes() - bytesBefore;
        long most = more + chart.bytesToAdd(points);
        if (quota.tryReserve(most)) {
            return most;
        }
        // What is freed is given back only when it is free.
        long net = Math.max(0, more + chart.netBytesToAdd(points));
        if (quota.tryReserve(net)) {
            return net;
        }
        throw full("charts take all of their memory (charts.bytes-total)");
    }

    private void keep(Chart chart, List<ChartPoint> points) {
        int before = chart.pointCount();
        chart.put(points);
        shard.counters().add(Counter.CHART_POINTS, chart.pointCount() - before);
    }

    private static WireException full(String text) {
        return new WireException(ErrorCode.UNAVAILABLE, text);
    }

    /** Forgets a symbol and what its channel would replay; one that is not known is forgotten already. */
    void remove(String symbol, String channel) {
        assert shard.isCurrent();
        broker.forgetHistory(channel);
        Chart chart = charts.remove(symbol);
        if (chart != null) {
            long bytes = chart.bytes();
            quota.removeSymbol();
            quota.release(bytes);
            shard.counters().add(Counter.CHART_SYMBOLS, -1);
            shard.counters().add(Counter.CHART_POINTS, -chart.pointCount());
            shard.counters().add(Counter.CHART_BYTES, -bytes);
        }
    }

    /** An unknown symbol has no points. */
    PointPick pick(String symbol, ChartQuery query) {
        assert shard.isCurrent();
        Chart chart = charts.get(symbol);
        return new PointPick(chart == null ? new Chart(settings.pointsMax()) : chart, query, settings.answerBytesMax());
    }

    /** The broker answers at once here, and the publisher shall hear of it when the points are kept. */
    private static final class Published implements PublishReply {
        private final String channel;
        private final int accepted;
        private final ChartReply reply;
        private long offset = -1;
        private int recipientCount;
        private @Nullable WireException refusal;

        Published(String channel, int accepted, ChartReply reply) {
            this.channel = channel;
            this.accepted = accepted;
            this.reply = reply;
        }

        @Override
        public void onPublished(long newOffset, int newRecipientCount) {
            offset = newOffset;
            recipientCount = newRecipientCount;
        }

        @Override
        public void onRefused(ErrorCode code, String detail) {
            refusal = code == ErrorCode.MESSAGE_TOO_LARGE
                    ? new WireException(code, detail, "data_points")
                    : new WireException(code, detail);
        }

        void answer() {
            if (refusal != null) {
                reply.onRefused(refusal);
            } else {
                reply.onPublished(channel, accepted, offset, recipientCount);
            }
        }
    }
}
