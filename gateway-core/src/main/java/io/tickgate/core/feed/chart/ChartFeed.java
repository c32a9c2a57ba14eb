package io.tickgate.core.feed.chart;

import io.tickgate.core.broadcast.BroadcastEngine;
import io.tickgate.core.broadcast.ModuleStore;
import io.tickgate.core.broadcast.PublishException;
import io.tickgate.core.broadcast.Publisher;
import io.tickgate.core.broadcast.Shard;
import io.tickgate.core.broadcast.SnapshotSource;
import io.tickgate.core.feed.shared.Loading;
import io.tickgate.core.time.Clock;
import io.tickgate.protocol.codec.ChartPointReader;
import io.tickgate.protocol.codec.ChartUpdateWriter;
import io.tickgate.protocol.codec.MessageReader;
import io.tickgate.protocol.message.ErrorCode;
import io.tickgate.protocol.message.OpaqueList;
import io.tickgate.protocol.message.ServerMessage;
import io.tickgate.protocol.message.UpdateMessage;
import io.tickgate.protocol.message.VisibleText;
import io.tickgate.protocol.message.WireFormat;
import io.tickgate.protocol.wire.WireException;
import io.tickgate.protocol.wire.WireLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Charts, for whoever publishes points or asks for them. Brings every call to the home shard of the symbol's channel,
 * where one caller's calls keep their order.
 *
 * <p><b>Cost:</b> 20 bytes of heap a point, and the bytes of its {@code additional_data} where its neighbours say something
 * else: 500 symbols of 5 data types of 5000 points take 238 MiB, and 172 MiB more when one of the five is like KDJ; see
 * docs/PERFORMANCE.md.
 *
 * <p>Any thread.
 */
public final class ChartFeed implements SnapshotSource {
    /** The channels of charts are {@code chart_updates:<symbol>}. */
    public static final String FAMILY = "chart_updates";

    private static final int SYMBOL_CHARS_MAX = 64;

    private final BroadcastEngine engine;
    private final Clock clock;
    private final List<ChartBook> books = new ArrayList<>();
    private final List<MessageReader> readers = new ArrayList<>();
    private final Loading loading;

    /** @param bodyLimits for points that arrive as bytes */
    public ChartFeed(BroadcastEngine engine, ChartSettings settings, WireLimits bodyLimits, Clock clock) {
        this.engine = engine;
        this.clock = clock;
        ChartQuota quota = new ChartQuota(settings.symbolsMax(), settings.bytesMax());
        ModuleStore store = engine.moduleStore();
        loading = new Loading("charts are");
        for (Shard shard : engine.shards()) {
            books.add(new ChartBook(shard, engine.broker(), store, loading, settings, quota));
            readers.add(new MessageReader(bodyLimits));
        }
        if (store.isShared()) {
            new ChartListener(engine.shards(), books, loading).follow(store, FAMILY);
        }
    }

    /**
     * Publishes points from inside the process.
     *
     * @param updateType add, update or batch; null leaves it to the gateway, see docs/PROTOCOL.md
     * @param jsonPoints a JSON array of 1 to 1000 points, not touched afterwards by the caller
     * @return completes on an event loop; fails with {@link PublishException} when the gateway refuses, and then nothing
     *     was published or kept. A caller who publishes faster than the gateway sends should bound how many of these are
     *     open
     */
    public CompletionStage<Publisher.Published> publish(String symbol, @Nullable String updateType, byte[] jsonPoints) {
        CompletableFuture<Publisher.Published> future = new CompletableFuture<>();
        ChartReply reply = new ChartReply() {
            @Override
            public void onPublished(String channel, int accepted, long offset, int recipientCount) {
                future.complete(new Publisher.Published(offset, recipientCount));
            }

            @Override
            public void onRefused(WireException fault) {
                future.completeExceptionally(new PublishException(fault));
            }
        };
        if (updateType != null && !ChartPointReader.isUpdateType(updateType)) {
            reply.onRefused(invalid("update_type", ChartPointReader.UPDATE_TYPE_RULE));
            return future;
        }
        atHome(symbol, jsonPoints.length, reply, home -> {
            try {
                OpaqueList list = readers.get(home.index()).readList(WireFormat.JSON, jsonPoints, 0, jsonPoints.length);
                books.get(home.index()).publish(symbol, channelOf(symbol), updateType, list, reply);
            } catch (WireException fault) {
                reply.onRefused(fault);
            }
        });
        return future;
    }

    /** @param points delivered by a reader; borrowed for the call only */
    public void publish(String symbol, @Nullable String updateType, OpaqueList points, ChartReply reply) {
        boolean isHere = homeOf(symbol).isCurrent();
        OpaqueList owned = isHere ? points : points.copy();
        atHome(
                symbol,
                owned.length(),
                reply,
                home -> books.get(home.index()).publish(symbol, channelOf(symbol), updateType, owned, reply));
    }

    private void atHome(String symbol, int bytes, ChartReply reply, Consumer<Shard> task) {
        try {
            requirePossible(symbol);
        } catch (WireException fault) {
            reply.onRefused(fault);
            return;
        }
        Shard home = homeOf(symbol);
        engine.broker().handOver(home, bytes, () -> task.accept(home));
    }

    /**
     * Forgets a symbol's points, known or not, and its channel's history; the channel and its offsets go on.
     *
     * @param reply called on the symbol's home shard
     * @throws WireException when there can be no such symbol
     */
    public void remove(String symbol, ChartRemovalReply reply) throws WireException {
        requirePossible(symbol);
        Shard home = homeOf(symbol);
        home.execute(() -> books.get(home.index()).remove(symbol, channelOf(symbol), reply));
    }

    /**
     * Asks for points, in ascending time.
     *
     * @param answer gets them on the symbol's home shard; none when the symbol is not known
     * @throws WireException when there can be no such symbol, or what the store has of charts was not read yet
     */
    public void points(String symbol, ChartQuery query, Consumer<PointPage> answer) throws WireException {
        requirePossible(symbol);
        loading.requireOver();
        Shard home = homeOf(symbol);
        home.execute(
                () -> answer.accept(books.get(home.index()).pick(symbol, query).page()));
    }

    private void requirePossible(String symbol) throws WireException {
        if (symbol.length() > SYMBOL_CHARS_MAX || !engine.directory().isPossible(channelOf(symbol))) {
            throw invalid(
                    "symbol",
                    "must be 1 to " + SYMBOL_CHARS_MAX + " characters " + VisibleText.RULE
                            + ", and not end with a colon");
        }
    }

    private static WireException invalid(String field, String rule) {
        return new WireException(ErrorCode.INVALID_FIELD, '"' + field + "\" " + rule, field);
    }

    /** The newest points, once and to one subscriber only: an empty batch when there are none, so that nobody waits. */
    @Override
    public @Nullable ServerMessage snapshot(String channel, int points) {
        if (channel.length() <= FAMILY.length()) {
            return null;
        }
        String symbol = channel.substring(FAMILY.length() + 1);
        PointPick pick = books.get(homeOf(symbol).index()).pick(symbol, ChartQuery.newest(points));
        return new UpdateMessage.ChartUpdate(
                null,
                symbol,
                "batch",
                pick.write(),
                ChartUpdateWriter.metadata(pick.dataTypes(), pick.count()),
                clock.millis(),
                null);
    }

    private Shard homeOf(String symbol) {
        return engine.directory().homeOf(channelOf(symbol));
    }

    /** Where the points of a symbol are published. */
    public static String channelOf(String symbol) {
        return FAMILY + ':' + symbol;
    }
}
