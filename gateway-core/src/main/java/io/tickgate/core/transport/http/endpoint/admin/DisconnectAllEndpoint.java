package io.tickgate.core.transport.http.endpoint.admin;

import io.netty.handler.codec.http.HttpMethod;
import io.tickgate.core.admin.ConnectionDesk;
import io.tickgate.core.admin.ConnectionFilter;
import io.tickgate.core.audit.AuditLog;
import io.tickgate.core.transport.http.HttpEndpoint;
import io.tickgate.core.transport.http.HttpExchange;
import io.tickgate.core.transport.http.Route;
import io.tickgate.protocol.message.ErrorCode;
import io.tickgate.protocol.wire.WireException;

/**
 * {@code DELETE /admin/v1/connections?user=&address=&family=&reason=}: ends all connections that are meant, with 4502. One of
 * the three has to be said: nobody ends all there are by leaving something out.
 */
final class DisconnectAllEndpoint implements HttpEndpoint.Plain {
    private static final Route ROUTE = Route.open(HttpMethod.DELETE, AdminPaths.CONNECTIONS);

    private final ConnectionDesk desk;

    DisconnectAllEndpoint(ConnectionDesk desk) {
        this.desk = desk;
    }

    @Override
    public Route route() {
        return ROUTE;
    }

    @Override
    public void handle(HttpExchange exchange) throws WireException {
        ConnectionFilter filter = ConnectionQuery.filter(exchange);
        if (filter.isAll()) {
            throw new WireException(ErrorCode.MISSING_FIELD, "say whom: \"user\", \"address\" or \"family\"", "user");
        }
        String reason = ConnectionQuery.reason(exchange);
        desk.disconnectAll(filter, reason, exchange.executor(), count -> {
            AuditLog.operator("disconnect", "connections", count + " of " + filter, reason);
            exchange.respondJson(
                    200,
                    json -> json.beginObject(1)
                            .name("disconnected")
                            .integer(count)
                            .endObject());
        });
    }
}
