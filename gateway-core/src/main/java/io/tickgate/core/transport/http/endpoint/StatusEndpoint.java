package io.tickgate.core.transport.http.endpoint;

import io.tickgate.core.admin.StatusView;
import io.tickgate.core.transport.http.HttpEndpoint;
import io.tickgate.core.transport.http.HttpExchange;
import io.tickgate.core.transport.http.Route;
import io.tickgate.protocol.wire.WireWriter;
import java.util.Map;
import java.util.function.Supplier;

/** {@code GET /api/v1/websocket/status}: what goes on, for people and dashboards. */
public final class StatusEndpoint implements HttpEndpoint.Plain {
    private static final Route ROUTE = Route.get("/api/v1/websocket/status");

    private final Supplier<StatusView> status;

    /** @param status is called on any event loop */
    public StatusEndpoint(Supplier<StatusView> status) {
        this.status = status;
    }

    @Override
    public Route route() {
        return ROUTE;
    }

    @Override
    public void handle(HttpExchange exchange) {
        StatusView view = status.get();
        exchange.respondJson(200, json -> {
            json.beginObject(7);
            json.name("status").string(view.draining() ? "draining" : "online");
            json.name("connections").beginObject(2);
            json.name("total_connections").integer(view.totalConnections());
            writeCounts(json, "subscriptions", view.subscriptions());
            json.endObject();
            writeCounts(json, "limits", view.limits());
            writeCounts(json, "messages", view.messages());
            json.name("uptime_seconds").integer(view.uptimeSeconds());
            json.name("version").string(view.version());
            json.name("timestamp").string(Times.text(exchange));
            json.endObject();
        });
    }

    private static void writeCounts(WireWriter json, String name, Map<String, Long> counts) {
        json.name(name).beginObject(counts.size());
        counts.forEach((key, count) -> json.name(key).integer(count));
        json.endObject();
    }
}
