package io.tickgate.core.transport.http.endpoint;

import io.tickgate.core.transport.http.HttpEndpoint;
import io.tickgate.core.transport.http.HttpExchange;
import io.tickgate.core.transport.http.Route;

/** {@code GET /health/live}: an event loop answers, so the process need not be restarted. */
public final class LivenessEndpoint implements HttpEndpoint.Plain {
    private static final Route ROUTE = Route.open("/health/live");

    @Override
    public Route route() {
        return ROUTE;
    }

    @Override
    public void handle(HttpExchange exchange) {
        exchange.respondJson(
                200, json -> json.beginObject(1).name("status").string("live").endObject());
    }
}
