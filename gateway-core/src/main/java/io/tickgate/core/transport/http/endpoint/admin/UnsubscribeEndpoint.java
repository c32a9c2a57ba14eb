package io.tickgate.core.transport.http.endpoint.admin;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpMethod;
import io.tickgate.core.admin.ConnectionDesk;
import io.tickgate.core.audit.AuditLog;
import io.tickgate.core.session.Oversight;
import io.tickgate.core.transport.http.ExtraHeaders;
import io.tickgate.core.transport.http.HttpEndpoint;
import io.tickgate.core.transport.http.HttpExchange;
import io.tickgate.core.transport.http.MediaType;
import io.tickgate.core.transport.http.ProblemDetails;
import io.tickgate.core.transport.http.Route;
import io.tickgate.protocol.message.ErrorCode;
import io.tickgate.protocol.wire.WireException;
import org.jspecify.annotations.Nullable;

/** {@code POST /admin/v1/connections/{id}/unsubscribe}: ends one subscription; the client is told by {@code unsubscribed}. */
final class UnsubscribeEndpoint implements HttpEndpoint.Whole {
    private static final Route ROUTE =
            Route.open(HttpMethod.POST, AdminPaths.CONNECTION + "/unsubscribe", MediaType.JSON);
    private static final String CHANNEL = "channel";
    private static final int RETRY_AFTER_SECONDS = 1;

    private final ConnectionDesk desk;

    UnsubscribeEndpoint(ConnectionDesk desk) {
        this.desk = desk;
    }

    @Override
    public Route route() {
        return ROUTE;
    }

    @Override
    public void handle(HttpExchange exchange, ByteBuf body) throws WireException {
        String id = exchange.pathVariable(AdminPaths.ID);
        String channel = BodyFields.read(body, CHANNEL).require(CHANNEL);
        desk.unsubscribe(id, channel, exchange.executor(), removal -> answer(exchange, id, channel, removal));
    }

    private static void answer(HttpExchange exchange, String id, String channel, Oversight.@Nullable Removal removal) {
        if (removal == null) {
            ConnectionJson.respondNotFound(exchange);
            return;
        }
        switch (removal) {
            case REMOVED -> {
                AuditLog.operator("unsubscribe", "connection", id, channel);
                exchange.respondEmpty(204, ExtraHeaders.NONE);
            }
            case NOT_SUBSCRIBED ->
                exchange.respondProblem(ProblemDetails.of(
                                ErrorCode.NOT_FOUND, "The connection is not subscribed to this channel by its name")
                        .withPointer("/" + CHANNEL));
            case BUSY ->
                exchange.respondProblem(
                        ProblemDetails.of(ErrorCode.UNAVAILABLE, "The connection is in the middle of a command")
                                .withRetryAfter(RETRY_AFTER_SECONDS));
        }
    }
}
