package io.tickgate.core;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.tickgate.core.broadcast.BackboneUse;
import io.tickgate.core.broadcast.EngineSettings;
import io.tickgate.core.broadcast.FamilySettings;
import io.tickgate.core.broadcast.SlowPolicy;
import io.tickgate.core.broadcast.SubscriberRegistry;
import io.tickgate.core.broadcast.View;
import io.tickgate.core.config.AuthConfig;
import io.tickgate.core.config.ChartsConfig;
import io.tickgate.core.config.ConfigException;
import io.tickgate.core.config.FamilyConfig;
import io.tickgate.core.config.GatewayConfig;
import io.tickgate.core.config.LimitsConfig;
import io.tickgate.core.config.MemoryPlan;
import io.tickgate.core.config.NotificationsConfig;
import io.tickgate.core.config.ProgressConfig;
import io.tickgate.core.config.ServerConfig;
import io.tickgate.core.config.TimeoutsConfig;
import io.tickgate.core.config.TlsConfig;
import io.tickgate.core.feed.Feeds;
import io.tickgate.core.feed.chart.ChartFeed;
import io.tickgate.core.feed.chart.ChartSettings;
import io.tickgate.core.feed.notice.NotificationCenter;
import io.tickgate.core.feed.notice.NotificationLimits;
import io.tickgate.core.feed.notice.NotificationTopics;
import io.tickgate.core.feed.progress.ProgressFeed;
import io.tickgate.core.feed.progress.ProgressSettings;
import io.tickgate.core.feed.status.StatusSettings;
import io.tickgate.core.feed.status.SystemStatusFeed;
import io.tickgate.core.session.AccessLimits;
import io.tickgate.core.session.ResumeTokens;
import io.tickgate.core.session.SessionLimits;
import io.tickgate.core.session.UserTopics;
import io.tickgate.core.time.Clock;
import io.tickgate.core.transport.AcceptPauses;
import io.tickgate.core.transport.Edge;
import io.tickgate.core.transport.IoBackend;
import io.tickgate.core.transport.RefusalLog;
import io.tickgate.core.transport.http.HostPolicy;
import io.tickgate.core.transport.http.HttpConnectionLimit;
import io.tickgate.core.transport.http.HttpSettings;
import io.tickgate.core.transport.proxy.ProxyProtocol;
import io.tickgate.core.transport.tls.ServerTls;
import io.tickgate.core.transport.tls.TlsFileException;
import io.tickgate.core.transport.tls.TlsLibrary;
import io.tickgate.core.transport.tls.TlsSettings;
import io.tickgate.protocol.wire.MemberNames;
import io.tickgate.protocol.wire.WireLimits;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Translates the operator's configuration into what each part of the gateway asks for, with sockets or without. */
public final class GatewaySettings {
    /** Families whose publications a module keeps. */
    private static final Set<String> MODULES =
            Set.of(ProgressFeed.FAMILY, ChartFeed.FAMILY, NotificationCenter.CHANNEL);

    private GatewaySettings() {}

    /** @throws ConfigException when this machine cannot run what is asked for */
    static IoBackend backend(GatewayConfig config) {
        IoBackend backend = switch (config.server().transport()) {
            case AUTO -> IoBackend.best();
            case EPOLL -> IoBackend.EPOLL;
            case IO_URING -> IoBackend.IO_URING;
            case NIO -> IoBackend.NIO;
        };
        try {
            return backend.requireAvailable();
        } catch (IllegalStateException e) {
            Throwable cause = e.getCause();
            throw new ConfigException(
                    "server.transport", e.getMessage() + (cause == null ? "" : " (" + cause.getMessage() + ")"));
        }
    }

    /** @throws ConfigException when certificate and key are no good */
    static Edge edge(GatewayConfig config, Clock clock, Predicate<InetAddress> trustedProxies) {
        RefusalLog proxyRefusals = new RefusalLog("server.proxy-protocol", clock);
        boolean proxied = config.server().proxyProtocol() == ServerConfig.ProxyProtocol.REQUIRED;
        try {
            return new Edge(
                    proxied ? new ProxyProtocol(trustedProxies, proxyRefusals) : null,
                    proxyRefusals,
                    config.tls().isOn() ? new ServerTls(tls(config.tls()), clock) : null,
                    new RefusalLog("tls", clock),
                    new AcceptPauses(clock));
        } catch (TlsFileException e) {
            throw fault(e);
        }
    }

    /** @throws ConfigException when certificate and key are no good */
    static void checkTls(GatewayConfig config) {
        try {
            if (config.tls().isOn()) {
                ServerTls.check(tls(config.tls()));
            }
        } catch (TlsFileException e) {
            throw fault(e);
        }
    }

    /**
     * Reads the certificate anew.
     *
     * @return whether another one is served from now on
     * @throws ConfigException when certificate and key are no good
     */
    static boolean reloadTls(Edge edge) {
        ServerTls tls = edge.tls();
        try {
            return tls != null && tls.reload();
        } catch (TlsFileException e) {
            throw fault(e);
        }
    }

    /** The same as the operator reads it. */
    private static ConfigException fault(TlsFileException e) {
        return new ConfigException(e.setting(), String.valueOf(e.getMessage()));
    }

    private static TlsSettings tls(TlsConfig tls) {
        TlsLibrary library = switch (tls.provider()) {
            case AUTO -> TlsLibrary.best();
            case OPENSSL -> TlsLibrary.OPENSSL;
            case JDK -> TlsLibrary.JDK;
        };
        try {
            return new TlsSettings(
                    Path.of(tls.certificate()), Path.of(tls.key()), library.requireAvailable(), tls.reloadInterval());
        } catch (IllegalStateException e) {
            throw new ConfigException("tls.provider", e.getMessage() + " (" + e.getCause() + ")");
        }
    }

    /** Chunks of 1 MiB, one arena per loop: the default of 4 MiB chunks and twice as many arenas costs memory, not time. */
    public static ByteBufAllocator allocator(int loopCount) {
        int pageBytes = 8 << 10;
        int chunkPagesLog2 = 7;
        return new PooledByteBufAllocator(true, 1, loopCount, pageBytes, chunkPagesLog2, 64, 32, true);
    }

    public static EngineSettings engine(GatewayConfig config, MemoryPlan memory, boolean isShared) {
        LimitsConfig limits = config.limits();
        return new EngineSettings(
                families(config, isShared),
                limits.maxTopics(),
                limits.maxTopicsPerIp(),
                limits.topicIdle().toNanos(),
                limits.maxPublicationBytes(),
                memory.ingestBytesTotal(),
                memory.historyBytesTotal(),
                memory.conflationBytesTotal(),
                limits.maxIdempotencyKeys(),
                limits.idempotencyTtl().toNanos(),
                config.outbound().turnBytesMax(),
                config.outbound().joinWait().toNanos(),
                config.compression().level(),
                config.compression().minBytes(),
                config.metrics().slowPublication().toNanos(),
                bodyLimits(config));
    }

    private static List<FamilySettings> families(GatewayConfig config, boolean isShared) {
        List<FamilySettings> named = config.channels().families().stream()
                .map(family -> new FamilySettings(
                                family.name(),
                                family.kind() == FamilyConfig.Kind.STATE,
                                family.historySize(),
                                family.historyBytes(),
                                family.historyTtl().toNanos(),
                                slow(family))
                        .selectable(family.indexed(), views(family))
                        .numberedBy(backboneUse(family)))
                .toList();
        List<String> internal =
                isShared ? List.of(UserTopics.FAMILY, NotificationTopics.STATE) : List.of(UserTopics.FAMILY);
        // What a user's own channel keeps stands with the channel that brings it.
        Stream<FamilySettings> own = named.stream()
                .filter(family -> family.name().equals(UserTopics.BROUGHT_BY))
                .flatMap(family -> internal.stream().map(family::internal));
        return Stream.concat(named.stream(), own).toList();
    }

    private static List<View> views(FamilyConfig family) {
        return family.views().stream()
                .map(view -> new View(view.name(), new MemberNames(view.fields())))
                .toList();
    }

    /** What the system status says is about one gateway. */
    private static BackboneUse backboneUse(FamilyConfig family) {
        if (family.name().equals(SystemStatusFeed.CHANNEL)) {
            return BackboneUse.NONE;
        }
        if (MODULES.contains(family.name())) {
            // What a module keeps follows from what was published, which two who number by themselves could not agree
            // on.
            return BackboneUse.REQUIRED;
        }
        return switch (family.onBrokerLoss()) {
            case REFUSE -> BackboneUse.REQUIRED;
            case LOCAL -> BackboneUse.PREFERRED;
        };
    }

    private static SlowPolicy slow(FamilyConfig family) {
        return switch (family.slow()) {
            case DROP_OLDEST -> SlowPolicy.DROP_OLDEST;
            case CONFLATE -> SlowPolicy.CONFLATE;
            case CLOSE, AUTO -> SlowPolicy.CLOSE;
        };
    }

    public static Feeds.Settings feeds(GatewayConfig config, MemoryPlan memory) {
        return new Feeds.Settings(
                charts(config, memory),
                progress(config),
                notifications(config),
                statusFeed(config),
                bodyLimits(config));
    }

    private static NotificationLimits notifications(GatewayConfig config) {
        NotificationsConfig notifications = config.notifications();
        return new NotificationLimits(
                notifications.maxKept(),
                notifications.maxBytes(),
                notifications.ttl().toNanos(),
                notifications.maxReadMarks(),
                notifications.maxUsers(),
                notifications.timeZone(),
                bodyLimits(config));
    }

    public static SessionLimits sessions(GatewayConfig config) {
        LimitsConfig limits = config.limits();
        TimeoutsConfig timeouts = config.timeouts();
        return new SessionLimits(
                limits.maxSubscriptions(),
                limits.maxPendingCommands(),
                limits.maxErrors(),
                config.outbound().lowWater(),
                config.outbound().queueBytesMax(),
                config.outbound().askedBytesMax(),
                timeouts.heartbeatInterval().toNanos(),
                timeouts.idle().toNanos(),
                timeouts.writeStall().toNanos(),
                timeouts.replayWait().toNanos(),
                timeouts.closeHandshake().toNanos(),
                timeouts.errorWindow().toNanos(),
                limits.maxMessageBytes(),
                timeouts.ack().toNanos(),
                limits.maxRedeliveries(),
                limits.maxUnacked(),
                limits.maxUnackedBytes(),
                limits.maxSnapshotChannels(),
                limits.maxSnapshotBytes(),
                limits.maxRewind(),
                config.outbound().caps(),
                new AccessLimits(
                        limits.commandsPerSecond(),
                        limits.commandBurst(),
                        limits.publishesPerSecond(),
                        timeouts.authenticate().toNanos(),
                        config.auth().expiryWarning().toMillis()));
    }

    /** @param registry of the connections that are open */
    public static ResumeTokens resumeTokens(GatewayConfig config, SubscriberRegistry registry, Clock clock) {
        String key = config.auth().resumeKey();
        return new ResumeTokens(
                key.equals(AuthConfig.AUTO) ? null : key.getBytes(StandardCharsets.US_ASCII),
                config.timeouts().resume().toNanos(),
                config.limits().maxConnections(),
                registry,
                clock);
    }

    private static StatusSettings statusFeed(GatewayConfig config) {
        return new StatusSettings(
                config.statusFeed().interval().toNanos(),
                config.statusFeed().ingestTtl().toNanos());
    }

    static HttpConnectionLimit.Limits httpConnections(GatewayConfig config) {
        LimitsConfig limits = config.limits();
        return new HttpConnectionLimit.Limits(
                limits.maxHttpConnections(),
                limits.maxHttpConnections() + limits.maxConnections(),
                limits.maxHttpConnectionsPerIp());
    }

    static HostPolicy hosts(GatewayConfig config) {
        return new HostPolicy(config.server().host(), config.server().allowedHosts());
    }

    static HttpSettings http(GatewayConfig config) {
        TimeoutsConfig timeouts = config.timeouts();
        return new HttpSettings(
                config.limits().maxBodyBytes(),
                timeouts.connect(),
                timeouts.httpKeepAlive(),
                timeouts.writeStall(),
                config.limits().maxPendingCommands());
    }

    private static ChartSettings charts(GatewayConfig config, MemoryPlan memory) {
        ChartsConfig charts = config.charts();
        return new ChartSettings(
                charts.maxSymbols(),
                charts.maxSeries(),
                charts.maxPoints(),
                memory.chartsBytesTotal(),
                config.limits().maxPublicationBytes());
    }

    private static ProgressSettings progress(GatewayConfig config) {
        ProgressConfig progress = config.progress();
        return new ProgressSettings(
                progress.taskTtl().toNanos(),
                progress.maxTasks(),
                progress.bytesTotal(),
                config.limits().maxPublicationBytes(),
                bodyLimits(config));
    }

    public static WireLimits messageLimits(GatewayConfig config) {
        return WireLimits.DEFAULT.withMessageBytesMax(config.limits().maxMessageBytes());
    }

    public static WireLimits bodyLimits(GatewayConfig config) {
        return WireLimits.DEFAULT.withMessageBytesMax(config.limits().maxBodyBytes());
    }
}
