package io.tickgate.core.transport.http.endpoint;

import io.tickgate.core.transport.http.HttpEndpoint;
import io.tickgate.core.transport.http.HttpExchange;
import io.tickgate.core.transport.http.ProblemDetails;
import io.tickgate.core.transport.http.Route;
import io.tickgate.protocol.message.ErrorCode;
import java.util.function.BooleanSupplier;

/** {@code GET /health/ready}: whether a balancer should send new clients here. */
public final class ReadinessEndpoint implements HttpEndpoint.Plain {
    private static final Route ROUTE = Route.open("/health/ready");
    private static final int RETRY_AFTER_SECONDS = 5;

    private final BooleanSupplier draining;

    /** @param draining is called on any event loop */
    public ReadinessEndpoint(BooleanSupplier draining) {
        this.draining = draining;
    }

    @Override
    public Route route() {
        return ROUTE;
    }

    @Override
    public void handle(HttpExchange exchange) {
        if (draining.getAsBoolean()) {
            exchange.respondProblem(ProblemDetails.of(ErrorCode.UNAVAILABLE, "The gateway is draining")
                    .withRetryAfter(RETRY_AFTER_SECONDS));
        } else {
            exchange.respondJson(
                    200,
                    json -> json.beginObject(1).name("status").string("ready").endObject());
        }
    }
}
