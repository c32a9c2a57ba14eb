package io.tickgate.core.transport.http.endpoint;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.tickgate.core.auth.Right;
import io.tickgate.core.feed.notice.Accepted;
import io.tickgate.core.feed.notice.NotificationCenter;
import io.tickgate.core.feed.notice.StoredNotification;
import io.tickgate.core.transport.http.ExtraHeaders;
import io.tickgate.core.transport.http.HttpEndpoint;
import io.tickgate.core.transport.http.HttpExchange;
import io.tickgate.core.transport.http.MediaType;
import io.tickgate.core.transport.http.Route;
import io.tickgate.protocol.codec.NotificationWriter;
import io.tickgate.protocol.wire.WireException;

/** {@code POST /api/v1/websocket/notifications}: publishes a notification, once however often it is sent. */
public final class NotifyEndpoint implements HttpEndpoint.Whole {
    static final String PATH = "/api/v1/websocket/notifications";
    private static final Route ROUTE = Route.publish(HttpMethod.POST, PATH, MediaType.JSON, MediaType.MSGPACK);

    private final NotificationCenter center;

    public NotifyEndpoint(NotificationCenter center) {
        this.center = center;
    }

    @Override
    public Route route() {
        return ROUTE;
    }

    @Override
    public void handle(HttpExchange exchange, ByteBuf body) throws WireException {
        exchange.require(Right.PUBLISH, NotificationCenter.CHANNEL);
        center.publish(Bodies.read(exchange, body), "", new NotificationAnswer<>(exchange, this::answer).onItsLoop());
    }

    private void answer(HttpExchange exchange, Accepted accepted) {
        StoredNotification notification = accepted.notification();
        ExtraHeaders location = headers -> headers.set(HttpHeaderNames.LOCATION, location(notification));
        exchange.respondJson(accepted.isNew() ? 201 : 200, accepted.isNew() ? location : ExtraHeaders.NONE, json -> {
            json.beginObject(5);
            json.name("success").bool(true);
            json.name("notification");
            NotificationWriter.object(json, notification.object(), notification.userId());
            json.name("offset").integer(accepted.offset());
            json.name("recipient_count").integer(accepted.recipientCount());
            json.name("timestamp").string(Times.text(exchange));
            json.endObject();
        });
    }

    private static String location(StoredNotification notification) {
        String path = PATH + "/" + PercentEncoding.encode(notification.id());
        String userId = notification.userId();
        return userId == null ? path : path + "?user_id=" + PercentEncoding.encode(userId);
    }
}
