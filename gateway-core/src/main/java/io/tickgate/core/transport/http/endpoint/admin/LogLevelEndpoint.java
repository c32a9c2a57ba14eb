package io.tickgate.core.transport.http.endpoint.admin;

import io.tickgate.core.admin.LogControl;
import io.tickgate.core.transport.http.HttpEndpoint;
import io.tickgate.core.transport.http.HttpExchange;
import io.tickgate.core.transport.http.Route;
import java.util.Map;

/** {@code GET /admin/v1/log-level}: the levels that were set. */
final class LogLevelEndpoint implements HttpEndpoint.Plain {
    private static final Route ROUTE = Route.get(AdminPaths.LOG_LEVEL);

    private final LogControl log;

    LogLevelEndpoint(LogControl log) {
        this.log = log;
    }

    @Override
    public Route route() {
        return ROUTE;
    }

    @Override
    public void handle(HttpExchange exchange) {
        answer(exchange, log);
    }

    static void answer(HttpExchange exchange, LogControl log) {
        Map<String, String> levels = log.levels();
        exchange.respondJson(200, json -> {
            json.beginObject(2);
            json.name("levels").beginObject(levels.size());
            levels.forEach((logger, level) -> json.name(logger).string(level));
            json.endObject();
            json.name("dropped_lines").integer(log.droppedLines());
            json.endObject();
        });
    }
}
