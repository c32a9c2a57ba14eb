package io.tickgate.core.transport.http.endpoint;

import io.tickgate.core.auth.Right;
import io.tickgate.core.feed.progress.ProgressFeed;
import io.tickgate.core.feed.progress.TaskList;
import io.tickgate.core.transport.http.HttpEndpoint;
import io.tickgate.core.transport.http.HttpExchange;
import io.tickgate.core.transport.http.Route;
import io.tickgate.protocol.message.TaskStatus;
import io.tickgate.protocol.wire.WireException;
import io.tickgate.protocol.wire.WireWriter;
import org.jspecify.annotations.Nullable;

/** {@code GET /api/v1/websocket/backtests?status=&limit=}: the states of back-tests, those reported on last first. */
public final class BacktestsEndpoint implements HttpEndpoint.Plain {
    private static final Route ROUTE = Route.get(Backtests.PATH);
    private static final int LIMIT_DEFAULT = 50;
    private static final int LIMIT_MAX = 500;

    private final ProgressFeed feed;

    public BacktestsEndpoint(ProgressFeed feed) {
        this.feed = feed;
    }

    @Override
    public Route route() {
        return ROUTE;
    }

    @Override
    public void handle(HttpExchange exchange) throws WireException {
        exchange.require(Right.SUBSCRIBE, ProgressFeed.FAMILY);
        feed.requireLoaded();
        feed.list(
                status(exchange.query("status")),
                QueryFields.integer(exchange, "limit", 1, LIMIT_MAX, LIMIT_DEFAULT),
                exchange.executor(),
                list -> exchange.respondJson(200, json -> {
                    json.beginObject(3);
                    writeTo(json, list);
                    json.name("timestamp").string(Times.text(exchange));
                    json.endObject();
                }));
    }

    private static @Nullable TaskStatus status(@Nullable String text) throws WireException {
        TaskStatus status = text == null ? null : TaskStatus.ofWireName(text);
        if (text != null && status == null) {
            throw QueryFields.invalid("status", "must be pending, running, completed, failed, cancelled or paused");
        }
        return status;
    }

    private static void writeTo(WireWriter json, TaskList list) {
        json.name("backtests").beginArray(list.states().size());
        list.states().forEach(state -> OwnJson.object(json, state));
        json.endArray();
        json.name("more").bool(list.more());
    }
}
