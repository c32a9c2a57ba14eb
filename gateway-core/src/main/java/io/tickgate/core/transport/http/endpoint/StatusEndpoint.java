package io.tickgate.core.transport.http.endpoint;

import io.tickgate.core.admin.ClusterView;
import io.tickgate.core.admin.StatusView;
import io.tickgate.core.auth.Principal;
import io.tickgate.core.auth.Right;
import io.tickgate.core.broadcast.Latencies;
import io.tickgate.core.metrics.StageSummary;
import io.tickgate.core.session.SlowReader;
import io.tickgate.core.session.SlowReaderSurvey;
import io.tickgate.core.transport.http.HttpEndpoint;
import io.tickgate.core.transport.http.HttpExchange;
import io.tickgate.core.transport.http.Route;
import io.tickgate.protocol.message.ErrorCode;
import io.tickgate.protocol.wire.WireException;
import io.tickgate.protocol.wire.WireWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** {@code GET /api/v1/websocket/status}: what goes on, for people and dashboards. */
public final class StatusEndpoint implements HttpEndpoint.Plain {
    private static final Route ROUTE = Route.get("/api/v1/websocket/status");

    private static final int SLOW_MAX = 100;
    private static final String INCLUDE = "include";
    private static final String CONNECTIONS = "connections";

    private final Supplier<StatusView> status;
    private final Supplier<@Nullable ClusterView> cluster;
    private final SlowReaderSurvey survey;
    private final Latencies latencies;
    private final Supplier<List<UUID>> connections;

    /**
     * @param status and {@code connections}: called on any event loop
     * @param cluster the gateways that share a broker, or null for one that stands alone
     * @param connections the ids of those that are open
     */
    public StatusEndpoint(
            Supplier<StatusView> status,
            Supplier<@Nullable ClusterView> cluster,
            SlowReaderSurvey survey,
            Latencies latencies,
            Supplier<List<UUID>> connections) {
        this.status = status;
        this.cluster = cluster;
        this.survey = survey;
        this.latencies = latencies;
        this.connections = connections;
    }

    @Override
    public Route route() {
        return ROUTE;
    }

    @Override
    public void handle(HttpExchange exchange) throws WireException {
        requireInclude(exchange);
        int slow = exchange.query("slow") == null ? 0 : QueryFields.integer(exchange, "slow", 1, SLOW_MAX, 0);
        boolean timed = QueryFields.integer(exchange, "latency", 0, 1, 0) == 1;
        if (slow == 0) {
            addStages(exchange, timed, null);
        } else {
            survey.worst(slow, exchange.executor(), worst -> addStages(exchange, timed, worst));
        }
    }

    /** The ids of connections are an administrator's matter. */
    private static void requireInclude(HttpExchange exchange) throws WireException {
        String include = exchange.query(INCLUDE);
        if (include != null && !include.equals(CONNECTIONS)) {
            throw QueryFields.invalid(INCLUDE, "must be " + CONNECTIONS);
        }
        if (include != null && !exchange.principal().isAdmin()) {
            throw new WireException(ErrorCode.FORBIDDEN, "only an administrator is told of connections", INCLUDE);
        }
    }

    private void addStages(HttpExchange exchange, boolean timed, @Nullable List<SlowReader> worst) {
        if (timed) {
            latencies.collect(exchange.executor(), stages -> answer(exchange, worst, stages));
        } else {
            answer(exchange, worst, null);
        }
    }

    /** @param worst and {@code stages}: null where nobody asked for them */
    private void answer(HttpExchange exchange, @Nullable List<SlowReader> worst, @Nullable List<StageSummary> stages) {
        StatusView view = status.get();
        ClusterView shared = cluster.get();
        exchange.respondJson(200, json -> {
            json.beginObject(7 + (worst == null ? 0 : 1) + (stages == null ? 0 : 1) + (shared == null ? 0 : 1));
            json.name("status").string(view.draining() ? "draining" : view.degraded() ? "degraded" : "online");
            List<UUID> ids = exchange.query(INCLUDE) == null ? null : connections.get();
            json.name("connections").beginObject(ids == null ? 2 : 3);
            json.name("total_connections").integer(view.totalConnections());
            if (ids != null) {
                json.name("connection_ids").beginArray(ids.size());
                ids.forEach(id -> json.string(id.toString()));
                json.endArray();
            }
            writeCounts(json, "subscriptions", view.subscriptions());
            json.endObject();
            writeCounts(json, "limits", view.limits());
            writeCounts(json, "messages", view.messages());
            if (shared != null) {
                writeCluster(json, shared);
            }
            if (worst != null) {
                writeSlow(json, worst, mayKnowConnections(exchange.principal()));
            }
            if (stages != null) {
                writeStages(json, stages);
            }
            json.name("uptime_seconds").integer(view.uptimeSeconds());
            json.name("version").string(view.version());
            json.name("timestamp").string(Times.text(exchange));
            json.endObject();
        });
    }

    private static void writeCluster(WireWriter json, ClusterView shared) {
        json.name("cluster").beginObject(7);
        json.name("available").bool(shared.isAvailable());
        json.name("detail").string(shared.detail());
        json.name("epoch").string(shared.epoch());
        json.name("nodes").integer(shared.nodes().size());
        json.name("total_connections").integer(shared.connections());
        writeCounts(json, "subscriptions", shared.subscriptions());
        writeCounts(json, "counts", shared.counts());
        json.endObject();
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

    private static void writeStages(WireWriter json, List<StageSummary> stages) {
        Map<String, List<StageSummary>> byFamily = new LinkedHashMap<>();
        for (StageSummary stage : stages) {
            byFamily.computeIfAbsent(stage.family(), family -> new ArrayList<>())
                    .add(stage);
        }
        json.name("latency").beginObject(byFamily.size());
        byFamily.forEach((family, ofFamily) -> {
            json.name(family).beginObject(ofFamily.size());
            for (StageSummary stage : ofFamily) {
                json.name(stage.stage().wireName()).beginObject(5);
                json.name("count").integer(stage.count());
                json.name("p50").integer(stage.p50());
                json.name("p99").integer(stage.p99());
                json.name("p99_9").integer(stage.p999());
                json.name("max").integer(stage.max());
                json.endObject();
            }
            json.endObject();
        });
        json.endObject();
    }

    private static void writeCounts(WireWriter json, String name, Map<String, Long> counts) {
        json.name(name).beginObject(counts.size());
        counts.forEach((key, count) -> json.name(key).integer(count));
        json.endObject();
    }

    /** Who knows the id of a connection can leave it out of what he publishes. */
    private static boolean mayKnowConnections(Principal principal) {
        return principal.kind() == Principal.Kind.ADDRESS
                ? principal.rights().allowsAny(Right.PUBLISH)
                : principal.isAdmin();
    }
}
