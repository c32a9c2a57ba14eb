package io.tickgate.core;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import io.tickgate.core.admin.Bound;
import io.tickgate.core.admin.ClusterView;
import io.tickgate.core.admin.EngineMetrics;
import io.tickgate.core.admin.MetricsPage;
import io.tickgate.core.admin.MetricsText;
import io.tickgate.core.broadcast.BroadcastEngine;
import io.tickgate.core.config.LiveConfig;
import io.tickgate.core.config.MemoryPlan;
import io.tickgate.core.limit.ByteBudget;
import io.tickgate.core.metrics.Counter;
import io.tickgate.core.metrics.ProcStatus;
import io.tickgate.core.session.ResumeTokens;
import io.tickgate.core.transport.http.HttpConnectionLimit;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Which of the gateway's limits the metrics tell, and what of it no part alone knows. */
final class GatewayMetrics {
    /** How counts end that go up and down. */
    private static final String BYTES = "_bytes";

    private GatewayMetrics() {}

    static MetricsPage page(
            LiveConfig config,
            MemoryPlan memory,
            BroadcastEngine engine,
            ByteBudget inbound,
            HttpConnectionLimit http,
            ResumeTokens tokens,
            GatewayStatus status,
            ClusterStatus cluster,
            ByteBufAllocator allocator) {
        EngineMetrics counters = new EngineMetrics(engine);
        return new MetricsPage(
                Gateway.version(), counters, bounds(config, memory, engine, counters, inbound, http), text -> {
                    writeMore(text, memory, engine, http, tokens, status, allocator);
                    writeCluster(text, cluster.view());
                });
    }

    private static List<Bound> bounds(
            LiveConfig config,
            MemoryPlan memory,
            BroadcastEngine engine,
            EngineMetrics counters,
            ByteBudget inbound,
            HttpConnectionLimit http) {
        return List.of(
                bound(
                        "limits.max-connections",
                        counters,
                        Counter.CONNECTIONS,
                        () -> config.get().limits().maxConnections()),
                new Bound(
                        "limits.max-http-connections",
                        http::servedCount,
                        () -> config.get().limits().maxHttpConnections()),
                new Bound(
                        "limits.max-topics",
                        () -> engine.directory().size(),
                        () -> config.get().limits().maxTopics()),
                bound(
                        "limits.max-idempotency-keys",
                        counters,
                        Counter.IDEMPOTENCY_KEYS,
                        () -> config.get().limits().maxIdempotencyKeys()),
                new Bound("limits.inbound-bytes-total", inbound::usedBytes, memory::inboundBytesTotal),
                new Bound("limits.ingest-bytes-total", engine::ingestBytes, memory::ingestBytesTotal),
                new Bound("limits.memory", ProcStatus::residentBytes, memory::ceilingBytes),
                bound("outbound.bytes-total", counters, Counter.OUTBOX_BYTES, memory::outboundBytesTotal),
                bound(
                        "outbound.conflation-bytes-total",
                        counters,
                        Counter.CONFLATION_BYTES,
                        memory::conflationBytesTotal),
                bound("history.bytes-total", counters, Counter.HISTORY_BYTES, memory::historyBytesTotal),
                bound(
                        "charts.max-symbols",
                        counters,
                        Counter.CHART_SYMBOLS,
                        () -> config.get().charts().maxSymbols()),
                bound("charts.bytes-total", counters, Counter.CHART_BYTES, memory::chartsBytesTotal),
                bound(
                        "progress.max-tasks",
                        counters,
                        Counter.BACKTESTS,
                        () -> config.get().progress().maxTasks()),
                bound(
                        "progress.bytes-total",
                        counters,
                        Counter.BACKTEST_BYTES,
                        () -> config.get().progress().bytesTotal()),
                bound(
                        "notifications.max-kept",
                        counters,
                        Counter.NOTIFICATIONS_KEPT,
                        () -> config.get().notifications().maxKept()),
                bound(
                        "notifications.max-bytes",
                        counters,
                        Counter.NOTIFICATION_BYTES,
                        () -> config.get().notifications().maxBytes()),
                bound(
                        "notifications.max-read-marks",
                        counters,
                        Counter.NOTIFICATION_READ_MARKS,
                        () -> config.get().notifications().maxReadMarks()),
                bound(
                        "notifications.max-users",
                        counters,
                        Counter.NOTIFICATION_USERS,
                        () -> config.get().notifications().maxUsers()));
    }

    private static Bound bound(String key, EngineMetrics counters, Counter used, LongSupplier limit) {
        return new Bound(key, () -> counters.sum(used), limit);
    }

    private static void writeMore(
            MetricsText text,
            MemoryPlan memory,
            BroadcastEngine engine,
            HttpConnectionLimit http,
            ResumeTokens tokens,
            GatewayStatus status,
            ByteBufAllocator allocator) {
        text.gauge("gateway_draining", "1 while the gateway is about to stop").sample(status.isDraining() ? 1 : 0);
        text.gauge("gateway_backbone_up", "1 while what gateways share is there; NaN for one that stands alone")
                .sample(engine.backbone() == null ? Double.NaN : engine.isDegraded() ? 0 : 1);
        text.gauge("gateway_backbone_appends", "Publications that were sent there and are not answered")
                .sample(engine.appendsInFlight());
        text.counter("gateway_backbone_restarts_total", "Times that offsets began anew under another epoch")
                .sample(engine.restarts());
        text.gauge("gateway_sockets_not_upgraded", "Sockets that are no WebSockets, or not yet")
                .sample(http.openCount());
        text.gauge("gateway_topics_subscribed_only", "Topics that exist only because somebody subscribed to them")
                .sample(engine.directory().subscribedOnly());
        text.gauge("gateway_connections_ended", "Connections that ended and may be resumed")
                .sample(tokens.endedCount());
        Map<String, Long> told = status.get().messages();
        text.counter("gateway_tls_failures_total", "Connections that did not come to speak TLS")
                .sample(told.getOrDefault("tls_failures", 0L));
        text.counter("gateway_proxy_refusals_total", "Connections refused for what the PROXY protocol said, or did not")
                .sample(told.getOrDefault("proxy_refusals", 0L));
        text.counter("gateway_accept_pauses_total", "Times that the system had no descriptor for one more connection")
                .sample(told.getOrDefault("accept_pauses", 0L));
        text.counter("gateway_auth_refusals_total", "Tokens and API keys that were refused")
                .sample(told.getOrDefault("auth_refusals", 0L));
        text.counter("gateway_log_lines_dropped_total", "Lines of the log that nobody took in time")
                .sample(told.getOrDefault("log_lines_dropped", 0L));
        text.gauge("gateway_users", "Users with at least one connection, as far as connections have users")
                .sample(told.getOrDefault("users", 0L));
        Long certificateSeconds = told.get("certificate_seconds_left");
        text.gauge("gateway_certificate_seconds_left", "Until the certificate ends; NaN without TLS")
                .sample(certificateSeconds == null ? Double.NaN : certificateSeconds.doubleValue());
        if (allocator instanceof ByteBufAllocatorMetricProvider provider) {
            text.gauge("gateway_direct_memory_bytes", "Direct memory that the gateway has taken for its buffers")
                    .sample(provider.metric().usedDirectMemory());
            text.gauge("gateway_direct_memory_max_bytes", "Direct memory that follows from limits.memory")
                    .sample(memory.directBytes());
        }
    }

    private static void writeCluster(MetricsText text, @Nullable ClusterView view) {
        text.gauge(
                        "gateway_cluster_nodes",
                        "Gateways that share a broker and have said so of late; 1 for one that stands alone")
                .sample(view == null ? 1 : view.nodes().size());
        text.gauge("gateway_cluster_connections", "WebSockets of all of them; NaN for one that stands alone")
                .sample(view == null ? Double.NaN : (double) view.connections());
        if (view == null) {
            return;
        }
        text.counter("gateway_cluster_events_total", "What this gateway has counted of its broker");
        view.counts().forEach((kind, count) -> {
            if (!kind.endsWith(BYTES)) {
                text.sample(count, "kind", kind);
            }
        });
        text.gauge(
                "gateway_cluster_waiting_bytes",
                "Publications that wait for the broker or have come from it and wait here");
        view.counts().forEach((kind, count) -> {
            if (kind.endsWith(BYTES)) {
                text.sample(count, "kind", kind);
            }
        });
    }
}
