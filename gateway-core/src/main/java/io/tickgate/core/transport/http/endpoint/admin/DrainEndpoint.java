package io.tickgate.core.transport.http.endpoint.admin;

import io.netty.handler.codec.http.HttpMethod;
import io.tickgate.core.audit.AuditLog;
import io.tickgate.core.transport.http.HttpEndpoint;
import io.tickgate.core.transport.http.HttpExchange;
import io.tickgate.core.transport.http.Route;
import java.util.function.BooleanSupplier;

/** {@code POST /admin/v1/drain}: the gateway sends its clients away over {@code drain.window} with 1012, and ends. */
final class DrainEndpoint implements HttpEndpoint.Plain {
    private static final Route ROUTE = Route.open(HttpMethod.POST, "/admin/v1/drain");

    private final BooleanSupplier drain;

    /** @param drain begins it, and says whether it was this call that did */
    DrainEndpoint(BooleanSupplier drain) {
        this.drain = drain;
    }

    @Override
    public Route route() {
        return ROUTE;
    }

    @Override
    public void handle(HttpExchange exchange) {
        boolean hasBegun = drain.getAsBoolean();
        if (hasBegun) {
            AuditLog.operator("drain", "by", "admin listener", "");
        }
        exchange.respondJson(
                202,
                json -> json.beginObject(2)
                        .name("status")
                        .string("draining")
                        .name("begun")
                        .bool(hasBegun)
                        .endObject());
    }
}
