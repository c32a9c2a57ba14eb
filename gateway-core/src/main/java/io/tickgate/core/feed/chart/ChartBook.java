package io.tickgate.core.feed.chart;

import io.tickgate.core.broadcast.Draft;
import io.tickgate.core.broadcast.LocalBroker;
import io.tickgate.core.broadcast.ModuleStore;
import io.tickgate.core.broadcast.Shard;
import io.tickgate.core.broadcast.StoredPublication;
import io.tickgate.core.broadcast.Treatment;
import io.tickgate.core.feed.shared.Loading;
import io.tickgate.core.feed.shared.TopicWrite;
import io.tickgate.core.feed.shared.TopicWriter;
import io.tickgate.core.metrics.Counter;
import io.tickgate.protocol.codec.ChartPointReader;
import io.tickgate.protocol.codec.ChartUpdateWriter;
import io.tickgate.protocol.codec.MemberTaker;
import io.tickgate.protocol.message.ChartPoint;
import io.tickgate.protocol.message.ErrorCode;
import io.tickgate.protocol.message.MessageBody;
import io.tickgate.protocol.message.OpaqueList;
import io.tickgate.protocol.wire.WireException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The charts of the symbols whose channels are numbered on one shard.
 *
 * <p><b>Owner:</b> that shard. A batch is read, checked against every limit, published and only then kept, all in one
 * step: it is kept as a whole or not at all, and a snapshot holds exactly what was published up to its offset.
 */
final class ChartBook {
    private static final Logger LOG = LoggerFactory.getLogger(ChartBook.class);

    /** That a publication has points of a chart, and not just looks so. */
    private static final String NOTE = "points";

    /** Publications that may come while a chart is read; with more, it is read once more. */
    private static final int MISSED_MAX = 1000;

    private static final Comparator<ChartPoint> BY_TIME = Comparator.comparingDouble(ChartPoint::timestamp);

    private final Shard shard;
    private final LocalBroker broker;
    private final ModuleStore store;
    private final Loading loading;
    private final ChartSettings settings;
    private final ChartQuota quota;
    private final ChartPointReader reader = new ChartPointReader();
    private final ChartUpdateWriter writer = new ChartUpdateWriter();
    private final MemberTaker members = new MemberTaker();
    private final ChartTables tables;
    private final ChartLoader loader;
    private final Map<String, ChartTopic> topics = new HashMap<>();
    /** How often the store was read from its beginning. */
    private int round;

    ChartBook(
            Shard shard,
            LocalBroker broker,
            ModuleStore store,
            Loading loading,
            ChartSettings settings,
            ChartQuota quota) {
        this.shard = shard;
        this.broker = broker;
        this.store = store;
        this.loading = loading;
        this.settings = settings;
        this.quota = quota;
        this.tables = new ChartTables(settings);
        this.loader = new ChartLoader(store, shard);
    }

    /** @param list borrowed for the call; where the symbol is this gateway's alone, {@code reply} is called within it */
    void publish(String symbol, String channel, @Nullable String updateType, OpaqueList list, ChartReply reply) {
        assert shard.isCurrent();
        try {
            loading.requireOver();
        } catch (WireException fault) {
            reply.onRefused(fault);
            return;
        }
        ChartTopic topic = topic(symbol, channel);
        topic.writer.submit(new PointsWrite(this, topic, updateType, list, reply));
        settle(topic);
    }

    private ChartTopic topic(String symbol, String channel) {
        return topics.computeIfAbsent(
                symbol, any -> new ChartTopic(symbol, channel, new TopicWriter(store, shard, channel)));
    }

    private void settle(ChartTopic topic) {
        if (topic.isUseless()) {
            topics.remove(topic.symbol, topic);
        }
    }

    /** As soon as the write that is under way has ended. */
    void settleLater(ChartTopic topic) {
        if (store.isShared()) {
            shard.loop().execute(() -> settle(topic));
        }
    }

    /** In ascending time; valid until the next call. */
    List<ChartPoint> read(OpaqueList list) throws WireException {
        List<ChartPoint> points = reader.read(list);
        // Stable: points of one time stay as their publisher had them.
        points.sort(BY_TIME);
        return points;
    }

    /** Takes of the quota what {@code points} need, or nothing. */
    void reserve(ChartTopic topic, List<ChartPoint> points) throws WireException {
        Chart known = topic.chart;
        if (known == null && !quota.tryAddSymbol()) {
            throw full("all " + settings.symbolsMax() + " charts are in use (charts.max-symbols)");
        }
        topic.hasReservedSymbol = known == null;
        Chart chart = known == null ? new Chart(settings.pointsMax()) : known;
        if (chart.seriesCountWith(points) > settings.seriesMax()) {
            throw full("a chart has at most " + settings.seriesMax() + " data types (charts.max-series)");
        }
        topic.reservedBytes = reserveBytes(chart, points, known == null ? 0 : known.bytes());
    }

    /**
     * @param bytesBefore what is reserved for the chart already
     * @return how many bytes were reserved
     */
    private long reserveBytes(Chart chart, List<ChartPoint> points, long bytesBefore) throws WireException {
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

    private static WireException full(String text) {
        return new WireException(ErrorCode.UNAVAILABLE, text);
    }

    /** Gives back what {@link #reserve} took. */
    void unreserve(ChartTopic topic) {
        if (topic.hasReservedSymbol) {
            quota.removeSymbol();
        }
        quota.release(topic.reservedBytes);
        topic.hasReservedSymbol = false;
        topic.reservedBytes = 0;
    }

    TopicWrite.Prepared prepared(ChartTopic topic, @Nullable String updateType, List<ChartPoint> points, long heard)
            throws WireException {
        Chart chart = topic.chart == null ? new Chart(settings.pointsMax()) : topic.chart;
        Arrival arrival = Arrival.of(chart, updateType, points);
        MessageBody body = writer.update(topic.symbol, arrival.updateType(), points, arrival.isCorrection());
        boolean isShared = store.isShared();
        return new TopicWrite.Prepared(
                new Draft(
                        body,
                        true,
                        false,
                        null,
                        isShared ? NOTE : null,
                        heard,
                        null,
                        isShared ? tables.rows(topic.chart, points) : List.of()),
                Treatment.NORMAL);
    }

    /** Keeps points, with what was reserved for them; where nothing was, other gateways have room for them. */
    void keep(ChartTopic topic, List<ChartPoint> points) {
        Chart known = topic.chart;
        Chart chart = known == null ? new Chart(settings.pointsMax()) : known;
        long bytesBefore = known == null ? 0 : known.bytes();
        int countBefore = chart.pointCount();
        chart.put(points);
        if (known == null) {
            topic.chart = chart;
            shard.counters().increment(Counter.CHART_SYMBOLS);
            if (!topic.hasReservedSymbol) {
                quota.addSymbol();
            }
        }
        long added = chart.bytes() - bytesBefore;
        quota.release(topic.reservedBytes - added);
        topic.hasReservedSymbol = false;
        topic.reservedBytes = 0;
        shard.counters().add(Counter.CHART_BYTES, added);
        shard.counters().add(Counter.CHART_POINTS, chart.pointCount() - countBefore);
    }

    /** Forgets a symbol and what its channel would replay; one that is not known is forgotten already. */
    void remove(String symbol, String channel, ChartRemovalReply reply) {
        assert shard.isCurrent();
        try {
            loading.requireOver();
        } catch (WireException fault) {
            reply.onRefused(fault);
            return;
        }
        ChartTopic topic = topic(symbol, channel);
        topic.writer.submit(new ChartRemoval(this, topic, reply));
        settle(topic);
    }

    /** What there was of a symbol is gone from the store. */
    void forgotten(ChartTopic topic) {
        if (!store.isShared()) {
            broker.forgetHistory(topic.channel);
        }
        drop(topic);
        settleLater(topic);
    }

    private void drop(ChartTopic topic) {
        topic.forgets++;
        Chart chart = topic.chart;
        if (chart != null) {
            topic.chart = null;
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
        ChartTopic topic = topics.get(symbol);
        Chart chart = topic == null ? null : topic.chart;
        return new PointPick(chart == null ? new Chart(settings.pointsMax()) : chart, query, settings.answerBytesMax());
    }

    /** The channel is heard from there on: reads what there is of it, unless that is known. */
    void place(String symbol, String channel, long offset) {
        assert shard.isCurrent();
        ChartTopic known = topics.get(symbol);
        if (offset == 0 && known == null) {
            return;
        }
        ChartTopic topic = known == null ? topic(symbol, channel) : known;
        topic.writer.heard(offset);
        if (!topic.isLoading && topic.round == round && topic.offset == offset) {
            return;
        }
        topic.round = round;
        topic.offset = offset;
        if (topic.isLoading) {
            readAgain(topic);
        } else {
            topic.isLoading = true;
            topic.writer.hold();
            topic.isGating = loading.beginWithOthers();
            load(topic);
        }
    }

    private static void readAgain(ChartTopic topic) {
        topic.missed.clear();
        topic.isReadAgain = true;
    }

    private void load(ChartTopic topic) {
        loader.load(topic.channel, points -> {
            if (topic.isReadAgain) {
                topic.isReadAgain = false;
                load(topic);
                return;
            }
            drop(topic);
            points.forEach(list -> replay(topic, list));
            topic.missed.forEach(publication -> replay(topic, publication));
            topic.missed = new ArrayList<>(0);
            topic.isLoading = false;
            topic.writer.release();
            if (topic.isGating) {
                topic.isGating = false;
                loading.end();
            }
            settle(topic);
        });
    }

    /** Takes over what was published, by whatever gateway. */
    void apply(String symbol, String channel, StoredPublication publication) {
        assert shard.isCurrent();
        ChartTopic topic = publication.note() == null ? topics.get(symbol) : topic(symbol, channel);
        if (topic == null) {
            return;
        }
        topic.round = round;
        topic.offset = publication.offset();
        if (topic.isLoading) {
            topic.missed.add(publication);
            if (topic.missed.size() > MISSED_MAX) {
                readAgain(topic);
            }
        } else {
            replay(topic, publication);
        }
        topic.writer.heard(publication.offset());
    }

    private void replay(ChartTopic topic, StoredPublication publication) {
        if (publication.note() == null) {
            return;
        }
        try {
            OpaqueList list = members.list(publication.body(), "data_points");
            if (list != null) {
                replay(topic, list);
            }
        } catch (WireException e) {
            LOG.warn("what the store has of chart {} cannot be read: {}", topic.symbol, e.text());
        }
    }

    private void replay(ChartTopic topic, OpaqueList list) {
        try {
            List<ChartPoint> points = read(list);
            unreserve(topic);
            keep(topic, points);
        } catch (WireException e) {
            LOG.warn("what the store has of chart {} cannot be read: {}", topic.symbol, e.text());
        }
    }

    /** Whatever gateway forgot a symbol. */
    void forgotten(String symbol) {
        ChartTopic topic = topics.get(symbol);
        if (topic != null) {
            if (topic.isLoading) {
                readAgain(topic);
            }
            forgotten(topic);
        }
    }

    /** The store is about to be read from its beginning. */
    void beginRound() {
        assert shard.isCurrent();
        round++;
    }

    /** All of the store was followed: what it has not is gone. */
    void endRound() {
        assert shard.isCurrent();
        for (ChartTopic topic : List.copyOf(topics.values())) {
            if (topic.round != round) {
                drop(topic);
                settle(topic);
            }
        }
    }
}
