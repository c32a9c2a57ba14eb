package io.tickgate.core.transport.http.endpoint;

import io.netty.handler.codec.http.HttpMethod;
import io.tickgate.core.auth.Right;
import io.tickgate.core.broadcast.Loops;
import io.tickgate.core.feed.chart.ChartFeed;
import io.tickgate.core.feed.chart.ChartRemovalReply;
import io.tickgate.core.transport.http.ExtraHeaders;
import io.tickgate.core.transport.http.HttpEndpoint;
import io.tickgate.core.transport.http.HttpExchange;
import io.tickgate.core.transport.http.ProblemDetails;
import io.tickgate.core.transport.http.Route;
import io.tickgate.protocol.wire.WireException;

/** {@code DELETE /api/v1/websocket/charts/{symbol}}: forgets a symbol's points, and says so even if there were none. */
public final class RemoveChartEndpoint implements HttpEndpoint.Plain {
    private static final Route ROUTE = Route.publish(HttpMethod.DELETE, "/api/v1/websocket/charts/{symbol}");

    private final ChartFeed charts;

    public RemoveChartEndpoint(ChartFeed charts) {
        this.charts = charts;
    }

    @Override
    public Route route() {
        return ROUTE;
    }

    @Override
    public void handle(HttpExchange exchange) throws WireException {
        String symbol = exchange.pathVariable("symbol");
        exchange.require(Right.PUBLISH, ChartFeed.channelOf(symbol));
        charts.remove(symbol, new ChartRemovalReply() {
            @Override
            public void onRemoved() {
                Loops.run(exchange.executor(), () -> exchange.respondEmpty(204, ExtraHeaders.NONE));
            }

            @Override
            public void onRefused(WireException fault) {
                Loops.run(
                        exchange.executor(),
                        () -> exchange.respondProblem(Refusals.retryable(ProblemDetails.of(fault))));
            }
        });
    }
}
