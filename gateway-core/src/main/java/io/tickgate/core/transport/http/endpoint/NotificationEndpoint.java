package io.tickgate.core.transport.http.endpoint;

import io.tickgate.core.auth.Right;
import io.tickgate.core.feed.notice.NotificationCenter;
import io.tickgate.core.feed.notice.StoredNotification;
import io.tickgate.core.transport.http.HttpEndpoint;
import io.tickgate.core.transport.http.HttpExchange;
import io.tickgate.core.transport.http.Route;
import io.tickgate.protocol.codec.NotificationWriter;
import io.tickgate.protocol.wire.WireException;

/** {@code GET /api/v1/websocket/notifications/{notification_id}?user_id=}: one notification, where its Location points. */
public final class NotificationEndpoint implements HttpEndpoint.Plain {
    private static final String ID = "notification_id";
    private static final Route ROUTE = Route.get(NotifyEndpoint.PATH + "/{" + ID + "}");

    private final NotificationCenter center;

    public NotificationEndpoint(NotificationCenter center) {
        this.center = center;
    }

    @Override
    public Route route() {
        return ROUTE;
    }

    @Override
    public void handle(HttpExchange exchange) throws WireException {
        exchange.require(Right.HISTORY, NotificationCenter.CHANNEL);
        center.find(
                exchange.pathVariable(ID),
                QueryFields.userId(exchange),
                new NotificationAnswer<>(exchange, NotificationEndpoint::answer).onItsLoop());
    }

    private static void answer(HttpExchange exchange, StoredNotification found) {
        exchange.respondJson(200, json -> NotificationWriter.object(json, found.object(), found.userId()));
    }
}
