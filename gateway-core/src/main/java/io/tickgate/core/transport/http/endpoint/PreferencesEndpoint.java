package io.tickgate.core.transport.http.endpoint;

import io.tickgate.core.feed.notice.NotificationCenter;
import io.tickgate.core.transport.http.HttpEndpoint;
import io.tickgate.core.transport.http.HttpExchange;
import io.tickgate.core.transport.http.Route;
import io.tickgate.protocol.codec.PreferencesCodec;
import io.tickgate.protocol.wire.WireException;

/** {@code GET /api/v1/websocket/users/{user_id}/notification-preferences}: what a user does not want pushed. */
public final class PreferencesEndpoint implements HttpEndpoint.Plain {
    static final String USER_ID = "user_id";
    static final String PATH = "/api/v1/websocket/users/{" + USER_ID + "}/notification-preferences";
    private static final Route ROUTE = Route.get(PATH);

    private final NotificationCenter center;

    public PreferencesEndpoint(NotificationCenter center) {
        this.center = center;
    }

    @Override
    public Route route() {
        return ROUTE;
    }

    @Override
    public void handle(HttpExchange exchange) throws WireException {
        String userId = QueryFields.requireUserId(exchange, exchange.pathVariable(USER_ID));
        center.requireLoaded();
        exchange.respondJson(200, json -> PreferencesCodec.write(center.preferences(userId), json));
    }
}
