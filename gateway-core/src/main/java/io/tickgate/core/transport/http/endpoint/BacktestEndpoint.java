package io.tickgate.core.transport.http.endpoint;

import io.tickgate.core.auth.Right;
import io.tickgate.core.feed.progress.ProgressFeed;
import io.tickgate.core.transport.http.HttpEndpoint;
import io.tickgate.core.transport.http.HttpExchange;
import io.tickgate.core.transport.http.Route;
import io.tickgate.protocol.wire.WireException;

/** {@code GET /api/v1/websocket/backtests/{task_id}}: the state of one back-test, as publications carry it. */
public final class BacktestEndpoint implements HttpEndpoint.Plain {
    private static final Route ROUTE = Route.get(Backtests.PATH + "/{task_id}");

    private final ProgressFeed feed;

    public BacktestEndpoint(ProgressFeed feed) {
        this.feed = feed;
    }

    @Override
    public Route route() {
        return ROUTE;
    }

    @Override
    public void handle(HttpExchange exchange) throws WireException {
        String taskId = exchange.pathVariable(Backtests.TASK_ID);
        exchange.require(Right.SUBSCRIBE, ProgressFeed.channelOf(taskId));
        feed.requireLoaded();
        feed.find(taskId, exchange.executor(), state -> {
            if (state == null) {
                Backtests.respondNotFound(exchange);
            } else {
                exchange.respondJson(200, json -> OwnJson.object(json, state));
            }
        });
    }
}
