package io.tickgate.core.transport.http.endpoint;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpMethod;
import io.tickgate.core.feed.notice.NotificationCenter;
import io.tickgate.core.transport.http.HttpEndpoint;
import io.tickgate.core.transport.http.HttpExchange;
import io.tickgate.core.transport.http.MediaType;
import io.tickgate.core.transport.http.Route;
import io.tickgate.protocol.codec.PreferencesCodec;
import io.tickgate.protocol.message.NotificationPreferences;
import io.tickgate.protocol.wire.WireException;

/** {@code PUT /api/v1/websocket/users/{user_id}/notification-preferences}: replaces them; what is absent has its default. */
public final class PreferencesUpdateEndpoint implements HttpEndpoint.Whole {
    private static final Route ROUTE = Route.publish(
                    HttpMethod.PUT, PreferencesEndpoint.PATH, MediaType.JSON, MediaType.MSGPACK)
            .with(Route.Access.USERS);

    private final NotificationCenter center;

    public PreferencesUpdateEndpoint(NotificationCenter center) {
        this.center = center;
    }

    @Override
    public Route route() {
        return ROUTE;
    }

    @Override
    public void handle(HttpExchange exchange, ByteBuf body) throws WireException {
        center.setPreferences(
                QueryFields.requireUserId(exchange, exchange.pathVariable(PreferencesEndpoint.USER_ID)),
                Bodies.read(exchange, body),
                new NotificationAnswer<>(exchange, PreferencesUpdateEndpoint::answer).onItsLoop());
    }

    private static void answer(HttpExchange exchange, NotificationPreferences preferences) {
        exchange.respondJson(200, json -> PreferencesCodec.write(preferences, json));
    }
}
