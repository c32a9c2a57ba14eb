package io.tickgate.core.transport.http.endpoint;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.http.HttpMethod;
import io.tickgate.core.auth.Right;
import io.tickgate.core.feed.status.StatusReply;
import io.tickgate.core.feed.status.SystemStatusFeed;
import io.tickgate.core.transport.http.HttpEndpoint;
import io.tickgate.core.transport.http.HttpExchange;
import io.tickgate.core.transport.http.MediaType;
import io.tickgate.core.transport.http.Route;
import io.tickgate.protocol.wire.WireException;

/** {@code POST /api/v1/websocket/system-status}: hands in fields of the system status, and publishes it. */
final class SystemStatusEndpoint implements HttpEndpoint.Whole {
    private static final Route ROUTE =
            Route.publish(HttpMethod.POST, "/api/v1/websocket/system-status", MediaType.JSON, MediaType.MSGPACK);

    private final SystemStatusFeed feed;

    SystemStatusEndpoint(SystemStatusFeed feed) {
        this.feed = feed;
    }

    @Override
    public Route route() {
        return ROUTE;
    }

    @Override
    public void handle(HttpExchange exchange, ByteBuf body) throws WireException {
        exchange.require(Right.PUBLISH, SystemStatusFeed.CHANNEL);
        feed.ingest(Bodies.format(exchange), ByteBufUtil.getBytes(body), exchange.executor(), new Reply(exchange));
    }

    private record Reply(HttpExchange exchange) implements StatusReply {
        @Override
        public void onPublished(long offset, int recipientCount) {
            PublishedAnswer.respond(exchange, SystemStatusFeed.CHANNEL, offset, recipientCount);
        }

        @Override
        public void onRefused(WireException fault) {
            PublishedAnswer.refuse(exchange, fault);
        }
    }
}
