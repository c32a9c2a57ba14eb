package io.tickgate.core.transport.http.endpoint;

import io.tickgate.core.admin.StatusView;
import io.tickgate.core.session.SlowReader;
import io.tickgate.core.session.SlowReaderSurvey;
import io.tickgate.core.transport.http.HttpEndpoint;
import io.tickgate.core.transport.http.HttpExchange;
import io.tickgate.core.transport.http.PublishGuard;
import io.tickgate.core.transport.http.Route;
import io.tickgate.protocol.wire.WireException;
import io.tickgate.protocol.wire.WireWriter;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** {@code GET /api/v1/websocket/status}: what goes on, for people and dashboards. */
public final class StatusEndpoint implements HttpEndpoint.Plain {
    private static final Route ROUTE = Route.get("/api/v1/websocket/status");

    private static final int SLOW_MAX = 100;

    private final Supplier<StatusView> status;
    private final SlowReaderSurvey survey;
    private final PublishGuard publishers;

    /**
     * @param status is called on any event loop
     * @param publishers who may be told the ids of connections: who may publish may leave one of them out
     */
    public StatusEndpoint(Supplier<StatusView> status, SlowReaderSurvey survey, PublishGuard publishers) {
        this.status = status;
        this.survey = survey;
        this.publishers = publishers;
    }

    @Override
    public Route route() {
        return ROUTE;
    }

    @Override
    public void handle(HttpExchange exchange) throws WireException {
        if (exchange.query("slow") == null) {
            respond(exchange, null);
        } else {
            int count = QueryFields.integer(exchange, "slow", 1, SLOW_MAX, 0);
            survey.worst(count, exchange.executor(), worst -> respond(exchange, worst));
        }
    }

    private void respond(HttpExchange exchange, @Nullable List<SlowReader> worst) {
        StatusView view = status.get();
        exchange.respondJson(200, json -> {
            json.beginObject(worst == null ? 7 : 8);
            json.name("status").string(view.draining() ? "draining" : "online");
            json.name("connections").beginObject(2);
            json.name("total_connections").integer(view.totalConnections());
            writeCounts(json, "subscriptions", view.subscriptions());
            json.endObject();
            writeCounts(json, "limits", view.limits());
            writeCounts(json, "messages", view.messages());
            if (worst != null) {
                writeSlow(json, worst, publishers.mayPublish(exchange.client()));
            }
            json.name("uptime_seconds").integer(view.uptimeSeconds());
            json.name("version").string(view.version());
            json.name("timestamp").string(Times.text(exchange));
            json.endObject();
        });
    }

    private static void writeSlow(WireWriter json, List<SlowReader> worst, boolean withIds) {
        json.name("slow").beginArray(worst.size());
        for (SlowReader reader : worst) {
            json.beginObject(withIds ? 6 : 5);
            if (withIds) {
                json.name("connection_id").string(reader.connectionId().toString());
            }
            json.name("lag_bytes").integer(reader.lagBytes());
            json.name("rung").integer(reader.rung());
            json.name("seconds_behind").real(reader.secondsBehind());
            json.name("conflated").integer(reader.conflated());
            json.name("dropped").integer(reader.dropped());
            json.endObject();
        }
        json.endArray();
    }

    private static void writeCounts(WireWriter json, String name, Map<String, Long> counts) {
        json.name(name).beginObject(counts.size());
        counts.forEach((key, count) -> json.name(key).integer(count));
        json.endObject();
    }
}
