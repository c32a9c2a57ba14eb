package io.tickgate.core.transport.http.endpoint;

import io.tickgate.core.feed.progress.ProgressFeed;
import io.tickgate.core.feed.progress.TaskList;
import io.tickgate.core.transport.http.HttpEndpoint;
import io.tickgate.core.transport.http.HttpExchange;
import io.tickgate.core.transport.http.ProblemDetails;
import io.tickgate.core.transport.http.Route;
import io.tickgate.protocol.message.ErrorCode;
import io.tickgate.protocol.message.TaskStatus;
import io.tickgate.protocol.wire.WireWriter;
import org.jspecify.annotations.Nullable;

/** {@code GET /api/v1/websocket/backtests?status=&limit=}: the states of back-tests, those reported on last first. */
public final class BacktestsEndpoint implements HttpEndpoint.Plain {
    private static final Route ROUTE = Route.get(Backtests.PATH);
    private static final int LIMIT_DEFAULT = 50;
    private static final int LIMIT_MAX = 500;

    private final ProgressFeed feed;

    public BacktestsEndpoint(ProgressFeed feed) {
        this.feed = feed;
    }

    @Override
    public Route route() {
        return ROUTE;
    }

    @Override
    public void handle(HttpExchange exchange) {
        String statusText = exchange.query("status");
        TaskStatus status = statusText == null ? null : TaskStatus.ofWireName(statusText);
        int limit = limit(exchange.query("limit"));
        if (statusText != null && status == null) {
            refuse(exchange, "status", "must be pending, running, completed, failed, cancelled or paused");
        } else if (limit < 1 || limit > LIMIT_MAX) {
            refuse(exchange, "limit", "must be 1 to " + LIMIT_MAX);
        } else {
            feed.list(
                    status,
                    limit,
                    exchange.executor(),
                    list -> exchange.respondJson(200, json -> {
                        json.beginObject(3);
                        writeTo(json, list);
                        json.name("timestamp").string(Times.text(exchange));
                        json.endObject();
                    }));
        }
    }

    private static void writeTo(WireWriter json, TaskList list) {
        json.name("backtests").beginArray(list.states().size());
        list.states().forEach(state -> Backtests.write(json, state));
        json.endArray();
        json.name("more").bool(list.more());
    }

    /** -1 for what is no limit. */
    private static int limit(@Nullable String text) {
        if (text == null) {
            return LIMIT_DEFAULT;
        }
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    private static void refuse(HttpExchange exchange, String parameter, String rule) {
        exchange.respondProblem(ProblemDetails.of(ErrorCode.INVALID_FIELD, '"' + parameter + "\" " + rule)
                .withPointer("/" + parameter));
    }
}
