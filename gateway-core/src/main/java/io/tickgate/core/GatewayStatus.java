package io.tickgate.core;

import io.tickgate.core.admin.LogControl;
import io.tickgate.core.admin.StatusView;
import io.tickgate.core.auth.Authentication;
import io.tickgate.core.broadcast.BroadcastEngine;
import io.tickgate.core.broadcast.Shard;
import io.tickgate.core.config.GatewayConfig;
import io.tickgate.core.config.LimitsConfig;
import io.tickgate.core.limit.ByteBudget;
import io.tickgate.core.limit.UserConnections;
import io.tickgate.core.metrics.Counter;
import io.tickgate.core.session.ResumeTokens;
import io.tickgate.core.time.Clock;
import io.tickgate.core.transport.Edge;
import io.tickgate.core.transport.http.HttpConnectionLimit;
import io.tickgate.core.transport.tls.ServerTls;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Sums what every event loop counts. Any thread; the sums are as fresh as the last store of each loop. */
final class GatewayStatus implements Supplier<StatusView> {
    private final BroadcastEngine engine;
    private final Supplier<GatewayConfig> config;
    private final Clock clock;
    private final ByteBudget inbound;
    private final HttpConnectionLimit http;
    private final ResumeTokens tokens;
    private final UserConnections users;
    private final LogControl log;
    private final Edge edge;
    private final @Nullable Authentication authentication;
    private final long startedAtNanos;
    private volatile boolean draining;
    private volatile boolean stopping;

    /**
     * @param config what counts now
     * @param inbound half-received messages and bodies
     */
    GatewayStatus(
            BroadcastEngine engine,
            Supplier<GatewayConfig> config,
            Clock clock,
            ByteBudget inbound,
            HttpConnectionLimit http,
            ResumeTokens tokens,
            UserConnections users,
            @Nullable Authentication authentication,
            LogControl log,
            Edge edge) {
        this.engine = engine;
        this.config = config;
        this.clock = clock;
        this.inbound = inbound;
        this.http = http;
        this.tokens = tokens;
        this.users = users;
        this.log = log;
        this.edge = edge;
        this.authentication = authentication;
        this.startedAtNanos = clock.nanoTime();
    }

    /** From now on the gateway is not ready, and takes no new WebSockets. */
    void drain() {
        draining = true;
    }

    boolean isDraining() {
        return draining;
    }

    /** From now on no request to publish is taken any more; those under way may end. */
    void stop() {
        stopping = true;
    }

    boolean isStopping() {
        return stopping;
    }

    @Override
    public StatusView get() {
        Map<String, Long> messages = new LinkedHashMap<>();
        for (Counter counter : Counter.values()) {
            messages.put(counter.name().toLowerCase(Locale.ROOT), combined(counter));
        }
        messages.put("longest_turn_micros", longestTurnMicros());
        messages.put("topics", (long) engine.directory().size());
        messages.put("topics_subscribed_only", (long) engine.directory().subscribedOnly());
        messages.put("ingest_bytes", engine.ingestBytes());
        messages.put("inbound_bytes", inbound.usedBytes());
        messages.put("connections_ended", (long) tokens.endedCount());
        messages.put("users", (long) users.users());
        messages.put("auth_refusals", authentication == null ? 0 : authentication.refusedCount());
        messages.put("http_connections", (long) http.servedCount());
        messages.put("sockets_not_upgraded", (long) http.openCount());
        messages.put("log_lines_dropped", log.droppedLines());
        messages.put("proxy_refusals", edge.proxyRefusals().count());
        messages.put("tls_failures", edge.tlsRefusals().count());
        messages.put("accept_pauses", edge.acceptPauses().count());
        ServerTls tls = edge.tls();
        if (tls != null) {
            messages.put("certificate_seconds_left", tls.secondsLeft());
        }
        return new StatusView(
                draining,
                engine.isDegraded(),
                (int) combined(Counter.CONNECTIONS),
                subscriptions(),
                wireLimits(),
                messages,
                (clock.nanoTime() - startedAtNanos) / 1_000_000_000L,
                Gateway.version());
    }

    private long combined(Counter counter) {
        long sum = 0;
        for (Shard shard : engine.shards()) {
            sum += shard.counters().get(counter);
        }
        return sum;
    }

    private long longestTurnMicros() {
        long max = 0;
        for (Shard shard : engine.shards()) {
            max = Math.max(max, shard.longestTurnMicros());
        }
        return max;
    }

    private Map<String, Long> subscriptions() {
        Map<String, Long> byFamily = new LinkedHashMap<>();
        List<String> names = engine.directory().familyNames();
        for (int family = 0; family < names.size(); family++) {
            long sum = 0;
            for (Shard shard : engine.shards()) {
                sum += shard.counters().get(Counter.SUBSCRIPTIONS, family);
            }
            byFamily.put(names.get(family), sum);
        }
        return byFamily;
    }

    private Map<String, Long> wireLimits() {
        LimitsConfig limits = config.get().limits();
        Map<String, Long> view = new LinkedHashMap<>();
        view.put("max_connections", (long) limits.maxConnections());
        view.put("max_connections_per_ip", (long) limits.maxConnectionsPerIp());
        view.put("max_connections_per_user", (long) limits.maxConnectionsPerUser());
        view.put("max_http_connections", (long) limits.maxHttpConnections());
        view.put("max_http_connections_per_ip", (long) limits.maxHttpConnectionsPerIp());
        view.put("max_message_bytes", (long) limits.maxMessageBytes());
        view.put("max_publication_bytes", (long) limits.maxPublicationBytes());
        view.put("max_body_bytes", (long) limits.maxBodyBytes());
        view.put("max_subscriptions", (long) limits.maxSubscriptions());
        view.put("max_topics", (long) limits.maxTopics());
        return view;
    }
}
