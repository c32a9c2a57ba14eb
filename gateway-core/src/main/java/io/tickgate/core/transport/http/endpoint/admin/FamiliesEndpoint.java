package io.tickgate.core.transport.http.endpoint.admin;

import io.tickgate.core.admin.FamilyFigures;
import io.tickgate.core.transport.http.HttpEndpoint;
import io.tickgate.core.transport.http.HttpExchange;
import io.tickgate.core.transport.http.Route;
import io.tickgate.core.transport.http.endpoint.Times;
import io.tickgate.protocol.wire.WireWriter;
import java.util.List;
import java.util.function.Supplier;

/** {@code GET /admin/v1/families}: what was counted of each family. Asks no event loop, so that it may be read often. */
final class FamiliesEndpoint implements HttpEndpoint.Plain {
    private static final Route ROUTE = Route.get("/admin/v1/families");

    private final Supplier<List<FamilyFigures>> figures;

    /** @param figures is called on any event loop */
    FamiliesEndpoint(Supplier<List<FamilyFigures>> figures) {
        this.figures = figures;
    }

    @Override
    public Route route() {
        return ROUTE;
    }

    @Override
    public void handle(HttpExchange exchange) {
        List<FamilyFigures> families = figures.get();
        exchange.respondJson(200, json -> {
            json.beginObject(2);
            json.name("families").beginArray(families.size());
            families.forEach(family -> write(json, family));
            json.endArray();
            json.name("timestamp").string(Times.text(exchange));
            json.endObject();
        });
    }

    private static void write(WireWriter json, FamilyFigures family) {
        json.beginObject(6);
        json.name("family").string(family.family());
        json.name("subscriptions").integer(family.subscriptions());
        json.name("publications").integer(family.publications());
        json.name("deliveries").integer(family.deliveries());
        json.name("drops").beginObject(2);
        json.name("conflated").integer(family.conflated());
        json.name("queue_bytes").integer(family.dropped());
        json.endObject();
        json.endObject();
    }
}
