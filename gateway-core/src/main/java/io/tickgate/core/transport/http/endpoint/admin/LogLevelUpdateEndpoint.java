package io.tickgate.core.transport.http.endpoint.admin;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpMethod;
import io.tickgate.core.admin.LogControl;
import io.tickgate.core.audit.AuditLog;
import io.tickgate.core.transport.http.HttpEndpoint;
import io.tickgate.core.transport.http.HttpExchange;
import io.tickgate.core.transport.http.MediaType;
import io.tickgate.core.transport.http.Route;
import io.tickgate.core.transport.http.endpoint.QueryFields;
import io.tickgate.protocol.wire.WireException;
import java.util.List;

/** {@code PUT /admin/v1/log-level}: sets the level of one logger, or of all, until the gateway ends. */
final class LogLevelUpdateEndpoint implements HttpEndpoint.Whole {
    private static final Route ROUTE = Route.open(HttpMethod.PUT, AdminPaths.LOG_LEVEL, MediaType.JSON);
    private static final String LOGGER = "logger";
    private static final String LEVEL = "level";
    private static final List<String> LEVELS = List.of("error", "warn", "info", "debug", "trace");

    private final LogControl log;

    LogLevelUpdateEndpoint(LogControl log) {
        this.log = log;
    }

    @Override
    public Route route() {
        return ROUTE;
    }

    @Override
    public void handle(HttpExchange exchange, ByteBuf body) throws WireException {
        BodyFields fields = BodyFields.read(body, LOGGER, LEVEL);
        String level = fields.require(LEVEL);
        if (!LEVELS.contains(level)) {
            throw QueryFields.invalid(LEVEL, "must be error, warn, info, debug or trace");
        }
        String named = fields.find(LOGGER);
        String logger = named == null ? LogControl.ROOT : named;
        // Before it counts: nobody hides that he did it.
        AuditLog.operator("log-level", "logger", logger, level);
        if (!log.setLevel(logger, level)) {
            throw QueryFields.invalid(LOGGER, "is none that the gateway logs under; root is all of them");
        }
        LogLevelEndpoint.answer(exchange, log);
    }
}
