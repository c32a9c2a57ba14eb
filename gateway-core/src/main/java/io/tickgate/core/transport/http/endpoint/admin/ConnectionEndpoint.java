package io.tickgate.core.transport.http.endpoint.admin;

import io.tickgate.core.admin.ConnectionDesk;
import io.tickgate.core.transport.http.HttpEndpoint;
import io.tickgate.core.transport.http.HttpExchange;
import io.tickgate.core.transport.http.Route;

/** {@code GET /admin/v1/connections/{id}}: one connection, with what it is subscribed to. */
final class ConnectionEndpoint implements HttpEndpoint.Plain {
    private static final Route ROUTE = Route.get(AdminPaths.CONNECTION);

    private final ConnectionDesk desk;

    ConnectionEndpoint(ConnectionDesk desk) {
        this.desk = desk;
    }

    @Override
    public Route route() {
        return ROUTE;
    }

    @Override
    public void handle(HttpExchange exchange) {
        desk.find(exchange.pathVariable(AdminPaths.ID), exchange.executor(), report -> {
            if (report == null) {
                ConnectionJson.respondNotFound(exchange);
            } else {
                exchange.respondJson(200, json -> ConnectionJson.write(json, report, true));
            }
        });
    }
}
