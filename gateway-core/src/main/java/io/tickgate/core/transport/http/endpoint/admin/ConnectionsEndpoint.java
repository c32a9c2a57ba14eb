package io.tickgate.core.transport.http.endpoint.admin;

import io.tickgate.core.admin.ConnectionDesk;
import io.tickgate.core.admin.SessionCursor;
import io.tickgate.core.transport.http.HttpEndpoint;
import io.tickgate.core.transport.http.HttpExchange;
import io.tickgate.core.transport.http.Route;
import io.tickgate.core.transport.http.endpoint.QueryFields;
import io.tickgate.core.transport.http.endpoint.Times;
import io.tickgate.protocol.wire.WireException;

/** {@code GET /admin/v1/connections?limit=&cursor=&address=&user=&family=}: connections, page by page. */
final class ConnectionsEndpoint implements HttpEndpoint.Plain {
    private static final Route ROUTE = Route.get(AdminPaths.CONNECTIONS);
    static final int LIMIT_MAX = 500;
    static final int LIMIT_DEFAULT = 100;

    private final ConnectionDesk desk;

    ConnectionsEndpoint(ConnectionDesk desk) {
        this.desk = desk;
    }

    @Override
    public Route route() {
        return ROUTE;
    }

    @Override
    public void handle(HttpExchange exchange) throws WireException {
        String text = exchange.query("cursor");
        SessionCursor from = text == null ? SessionCursor.START : SessionCursor.parse(text);
        if (from == null) {
            throw QueryFields.invalid("cursor", "must be the \"next\" of a page");
        }
        desk.page(
                ConnectionQuery.filter(exchange),
                from,
                QueryFields.integer(exchange, "limit", 1, LIMIT_MAX, LIMIT_DEFAULT),
                exchange.executor(),
                page -> answer(exchange, page));
    }

    private static void answer(HttpExchange exchange, ConnectionDesk.Page page) {
        SessionCursor next = page.next();
        exchange.respondJson(200, json -> {
            json.beginObject(next == null ? 2 : 3);
            json.name("connections").beginArray(page.connections().size());
            page.connections().forEach(report -> ConnectionJson.write(json, report, false));
            json.endArray();
            if (next != null) {
                json.name("next").string(next.text());
            }
            json.name("timestamp").string(Times.text(exchange));
            json.endObject();
        });
    }
}
