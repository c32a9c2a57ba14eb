package io.tickgate.core.transport.http.endpoint.admin;

import io.netty.handler.codec.http.HttpMethod;
import io.tickgate.core.admin.ConnectionDesk;
import io.tickgate.core.audit.AuditLog;
import io.tickgate.core.transport.http.ExtraHeaders;
import io.tickgate.core.transport.http.HttpEndpoint;
import io.tickgate.core.transport.http.HttpExchange;
import io.tickgate.core.transport.http.Route;
import io.tickgate.protocol.wire.WireException;

/** {@code DELETE /admin/v1/connections/{id}?reason=}: ends one connection with 4502. */
final class DisconnectEndpoint implements HttpEndpoint.Plain {
    private static final Route ROUTE = Route.open(HttpMethod.DELETE, AdminPaths.CONNECTION);

    private final ConnectionDesk desk;

    DisconnectEndpoint(ConnectionDesk desk) {
        this.desk = desk;
    }

    @Override
    public Route route() {
        return ROUTE;
    }

    @Override
    public void handle(HttpExchange exchange) throws WireException {
        String id = exchange.pathVariable(AdminPaths.ID);
        String reason = ConnectionQuery.reason(exchange);
        desk.disconnect(id, reason, exchange.executor(), wasThere -> {
            if (wasThere) {
                AuditLog.operator("disconnect", "connection", id, reason);
                exchange.respondEmpty(204, ExtraHeaders.NONE);
            } else {
                ConnectionJson.respondNotFound(exchange);
            }
        });
    }
}
