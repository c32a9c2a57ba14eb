package io.tickgate.core.transport.http.endpoint.admin;

import io.tickgate.core.broadcast.NodeReport;
import io.tickgate.core.transport.http.HttpEndpoint;
import io.tickgate.core.transport.http.HttpExchange;
import io.tickgate.core.transport.http.Route;
import io.tickgate.core.transport.http.endpoint.Times;
import io.tickgate.protocol.wire.WireWriter;
import java.util.List;
import java.util.function.Supplier;

/** {@code GET /admin/v1/nodes}: the gateways that share a backbone, as each has told last; none for one that stands alone. */
final class NodesEndpoint implements HttpEndpoint.Plain {
    private static final Route ROUTE = Route.get(AdminPaths.NODES);

    private final Supplier<List<NodeReport>> nodes;

    NodesEndpoint(Supplier<List<NodeReport>> nodes) {
        this.nodes = nodes;
    }

    @Override
    public Route route() {
        return ROUTE;
    }

    @Override
    public void handle(HttpExchange exchange) {
        List<NodeReport> all = nodes.get();
        exchange.respondJson(200, json -> {
            json.beginObject(2);
            json.name("nodes").beginArray(all.size());
            all.forEach(node -> write(json, node));
            json.endArray();
            json.name("timestamp").string(Times.text(exchange));
            json.endObject();
        });
    }

    private static void write(WireWriter json, NodeReport node) {
        json.beginObject(8);
        json.name("node").string(node.name());
        json.name("status").string(node.isDraining() ? "draining" : "online");
        json.name("connections").integer(node.connections());
        json.name("subscriptions")
                .integer(node.subscriptions().values().stream()
                        .mapToLong(Long::longValue)
                        .sum());
        json.name("uptime_seconds").integer(node.secondsUp());
        json.name("seen_ms_ago").integer(node.ageMillis());
        json.name("version").string(node.version());
        json.name("asked").string(node.isSelf() ? "yes" : "no");
        json.endObject();
    }
}
