package io.tickgate.core.transport.http.endpoint;

import io.tickgate.core.auth.Right;
import io.tickgate.core.feed.notice.NotificationCenter;
import io.tickgate.core.feed.notice.NotificationPage;
import io.tickgate.core.transport.http.HttpEndpoint;
import io.tickgate.core.transport.http.HttpExchange;
import io.tickgate.core.transport.http.Route;
import io.tickgate.protocol.message.WireFormat;
import io.tickgate.protocol.wire.WireException;

/** {@code GET /api/v1/websocket/notifications?limit=&user_id=}: what a user may see, newest first. */
public final class NotificationsEndpoint implements HttpEndpoint.Plain {
    private static final Route ROUTE = Route.get(NotifyEndpoint.PATH);
    private static final int LIMIT_MAX = 500;
    private static final int LIMIT_DEFAULT = 50;

    private final NotificationCenter center;

    public NotificationsEndpoint(NotificationCenter center) {
        this.center = center;
    }

    @Override
    public Route route() {
        return ROUTE;
    }

    @Override
    public void handle(HttpExchange exchange) throws WireException {
        exchange.require(Right.HISTORY, NotificationCenter.CHANNEL);
        center.list(
                QueryFields.userId(exchange),
                QueryFields.integer(exchange, "limit", 1, LIMIT_MAX, LIMIT_DEFAULT),
                WireFormat.JSON,
                new NotificationAnswer<>(exchange, NotificationsEndpoint::answer).onItsLoop());
    }

    private static void answer(HttpExchange exchange, NotificationPage page) {
        exchange.respondJson(200, json -> {
            json.beginObject(page.more() ? 4 : 3);
            json.name("notifications");
            OwnJson.list(json, page.notifications());
            json.name("unread").integer(page.unread());
            if (page.more()) {
                json.name("more").bool(true);
            }
            json.name("timestamp").string(Times.text(exchange));
            json.endObject();
        });
    }
}
