package io.tickgate.core.transport.http.endpoint;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpMethod;
import io.tickgate.core.auth.Right;
import io.tickgate.core.broadcast.Loops;
import io.tickgate.core.feed.chart.ChartFeed;
import io.tickgate.core.feed.chart.ChartReply;
import io.tickgate.core.transport.http.HttpEndpoint;
import io.tickgate.core.transport.http.HttpExchange;
import io.tickgate.core.transport.http.MediaType;
import io.tickgate.core.transport.http.Route;
import io.tickgate.protocol.codec.MessageReader;
import io.tickgate.protocol.message.ChartRequest;
import io.tickgate.protocol.wire.WireException;

/** {@code POST /api/v1/websocket/charts/{symbol}/points}: publishes and keeps a batch of points, all of them or none. */
public final class AddPointsEndpoint implements HttpEndpoint.Whole {
    private static final Route ROUTE = Route.publish(
            HttpMethod.POST, "/api/v1/websocket/charts/{symbol}/points", MediaType.JSON, MediaType.MSGPACK);

    private final ChartFeed charts;

    public AddPointsEndpoint(ChartFeed charts) {
        this.charts = charts;
    }

    @Override
    public Route route() {
        return ROUTE;
    }

    @Override
    public void handle(HttpExchange exchange, ByteBuf body) throws WireException {
        ChartRequest request = Bodies.read(exchange, body, MessageReader::readChart);
        String symbol = exchange.pathVariable("symbol");
        exchange.require(Right.PUBLISH, ChartFeed.channelOf(symbol));
        charts.publish(symbol, request.updateType(), request.dataPoints(), new Reply(exchange, symbol));
    }

    /** Comes from the chart's home, which may be another loop. */
    private record Reply(HttpExchange exchange, String symbol) implements ChartReply {
        @Override
        public void onPublished(String channel, int accepted, long offset, int recipientCount) {
            Loops.run(
                    exchange.executor(),
                    () -> exchange.respondJson(200, json -> {
                        json.beginObject(7);
                        json.name("success").bool(true);
                        json.name("channel").string(channel);
                        json.name("symbol").string(symbol);
                        json.name("accepted").integer(accepted);
                        json.name("recipient_count").integer(recipientCount);
                        json.name("offset").integer(offset);
                        json.name("timestamp").string(Times.text(exchange));
                        json.endObject();
                    }));
        }

        @Override
        public void onRefused(WireException fault) {
            Loops.run(exchange.executor(), () -> PublishedAnswer.refuse(exchange, fault));
        }
    }
}
