package io.tickgate.core;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import io.tickgate.core.broadcast.BroadcastEngine;
import io.tickgate.core.broadcast.Publisher;
import io.tickgate.core.broadcast.Shard;
import io.tickgate.core.config.ConfigException;
import io.tickgate.core.config.GatewayConfig;
import io.tickgate.core.config.MemoryPlan;
import io.tickgate.core.feed.FeedCommands;
import io.tickgate.core.feed.FeedSnapshots;
import io.tickgate.core.feed.chart.ChartCommands;
import io.tickgate.core.feed.chart.ChartFeed;
import io.tickgate.core.feed.notice.NotificationCenter;
import io.tickgate.core.feed.notice.NotificationCommands;
import io.tickgate.core.feed.progress.ProgressCommands;
import io.tickgate.core.feed.progress.ProgressFeed;
import io.tickgate.core.feed.status.ProcFiles;
import io.tickgate.core.feed.status.StatusCommands;
import io.tickgate.core.feed.status.SystemStatusFeed;
import io.tickgate.core.limit.ByteBudget;
import io.tickgate.core.limit.ConnectionLimit;
import io.tickgate.core.producer.Producer;
import io.tickgate.core.session.ClientModules;
import io.tickgate.core.session.ResumeTokens;
import io.tickgate.core.session.SessionServices;
import io.tickgate.core.session.ShardSessions;
import io.tickgate.core.session.SlowReaderSurvey;
import io.tickgate.core.session.SlowReaders;
import io.tickgate.core.session.TurnPacer;
import io.tickgate.core.time.Clock;
import io.tickgate.core.time.SystemClock;
import io.tickgate.core.transport.Edge;
import io.tickgate.core.transport.EventLoops;
import io.tickgate.core.transport.IoBackend;
import io.tickgate.core.transport.Listeners;
import io.tickgate.core.transport.LoopCodecs;
import io.tickgate.core.transport.LoopContext;
import io.tickgate.core.transport.PipelineInitializer;
import io.tickgate.core.transport.http.ClientAddresses;
import io.tickgate.core.transport.http.HostPolicy;
import io.tickgate.core.transport.http.HttpConnectionLimit;
import io.tickgate.core.transport.http.HttpFront;
import io.tickgate.core.transport.http.HttpSettings;
import io.tickgate.core.transport.http.OriginPolicy;
import io.tickgate.core.transport.http.PublishGuard;
import io.tickgate.core.transport.http.RequestDispatch;
import io.tickgate.core.transport.http.endpoint.HttpApi;
import io.tickgate.core.transport.http.endpoint.ReadinessEndpoint;
import io.tickgate.core.transport.http.endpoint.StatusEndpoint;
import io.tickgate.core.transport.websocket.InboundCodec;
import io.tickgate.core.transport.websocket.WebSocketUpgrade;
import io.tickgate.protocol.codec.MessageReader;
import io.tickgate.protocol.codec.MessageWriter;
import io.tickgate.protocol.message.CloseCode;
import io.tickgate.protocol.wire.WireBuffer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running gateway, and the one place where its parts are made and joined: in start order from the top of the
 * constructor down, ended in reverse by {@link #close}.
 *
 * <p>Any thread may call any method.
 */
public final class Gateway implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);

    /** How often each loop looks at heartbeats, stalls and idle topics: time-outs are kept to within this. */
    private static final long TICK_MILLIS = 100;

    private final GatewayConfig config;
    private final Clock clock = new SystemClock();
    private final EventLoops loops;
    private final BroadcastEngine engine;
    private final GatewayStatus status;
    private final ChartFeed charts;
    private final ProgressFeed progress;
    private final NotificationCenter notifications;
    private final SystemStatusFeed systemStatus;
    private final Producer producer;
    private final Map<EventExecutor, LoopContext> contexts = new ConcurrentHashMap<>();
    private final Edge edge;
    private final Listeners listeners;
    private final Shutdown shutdown;
    private final List<InetSocketAddress> addresses = new ArrayList<>();
    private final List<Future<?>> tickers = new ArrayList<>();
    private final AtomicBoolean stopping = new AtomicBoolean();
    private final CountDownLatch stopped = new CountDownLatch(1);

    private Gateway(GatewayConfig config) throws IOException {
        this.config = config;
        MemoryPlan memory = MemoryPlan.of(config);
        List<InetAddress> hosts = ListenAddresses.of(config.server().host());
        boolean loopbackOnly = hosts.stream().allMatch(InetAddress::isLoopbackAddress);

        IoBackend backend = GatewaySettings.backend(config);
        edge = GatewaySettings.edge(config, clock);
        loops = new EventLoops(backend, memory.loopCount());
        ByteBufAllocator allocator = GatewaySettings.allocator(loops.all().size());
        engine = new BroadcastEngine(
                loops.all(), GatewaySettings.engine(config, memory), clock, allocator, backend::newSender);
        ByteBudget inboundBudget = new ByteBudget(memory.inboundBytesTotal());
        HttpConnectionLimit httpLimit = new HttpConnectionLimit(
                config.limits().maxHttpConnections(),
                config.limits().maxHttpConnections() + config.limits().maxConnections(),
                config.limits().maxHttpConnectionsPerIp(),
                GatewaySettings.anyOf(config.server().trustedProxies()));
        ResumeTokens tokens = GatewaySettings.resumeTokens(config, engine.subscribers(), clock);
        status = new GatewayStatus(engine, config.limits(), clock, inboundBudget, httpLimit, tokens, edge);
        String epoch = newEpoch();
        charts = new ChartFeed(
                engine, GatewaySettings.charts(config, memory), GatewaySettings.bodyLimits(config), clock);
        progress = new ProgressFeed(engine, GatewaySettings.progress(config), clock);
        systemStatus = new SystemStatusFeed(
                engine,
                clock,
                new ProcFiles(clock),
                progress::runningTasks,
                GatewaySettings.statusFeed(config),
                GatewaySettings.bodyLimits(config));
        engine.useSnapshots(new FeedSnapshots(Map.of(
                ChartFeed.FAMILY, charts, ProgressFeed.FAMILY, progress, SystemStatusFeed.CHANNEL, systemStatus)));
        notifications = new NotificationCenter(engine, GatewaySettings.notifications(config), clock);
        producer = new Producer(engine.broker(), progress, charts, notifications, systemStatus);
        FeedCommands modules = new FeedCommands(
                new ChartCommands(charts),
                new ProgressCommands(progress),
                new NotificationCommands(notifications),
                new StatusCommands(systemStatus));
        for (Shard shard : engine.shards()) {
            contexts.put(shard.loop(), newLoopContext(shard, modules, tokens, epoch, memory, allocator));
        }

        Function<Channel, LoopContext> contextOf = channel -> contextOf(channel.eventLoop());
        PublishGuard publishers =
                new PublishGuard(GatewaySettings.anyOf(config.ingest().allowedAddresses()));
        WebSocketUpgrade upgrade = new WebSocketUpgrade(
                contextOf,
                new ConnectionLimit(
                        config.limits().maxConnections(), config.limits().maxConnectionsPerIp()),
                inboundBudget,
                publishers,
                config.compression().enabled(),
                status::isDraining);
        HttpSettings http = GatewaySettings.http(config);
        RequestDispatch requests = new RequestDispatch(
                http,
                new HostPolicy(config.server().host(), config.server().allowedHosts()),
                new OriginPolicy(config.server().allowedOrigins(), loopbackOnly),
                new ClientAddresses(GatewaySettings.anyOf(config.server().trustedProxies())),
                publishers,
                inboundBudget,
                status::isStopping,
                upgrade,
                HttpApi.endpoints(
                        engine.broker(),
                        new StatusEndpoint(
                                status, new SlowReaderSurvey(sessionServices()), engine.latencies(), publishers),
                        new ReadinessEndpoint(status::isDraining),
                        http,
                        inboundBudget,
                        charts,
                        progress,
                        notifications,
                        systemStatus));
        HttpFront front = new HttpFront(http, requests, httpLimit, clock);
        listeners = new Listeners(
                loops, allocator, config.outbound().notsentLowat(), new PipelineInitializer(edge, front, contextOf));
        shutdown = new Shutdown(
                config.timeouts(),
                clock,
                engine,
                status,
                listeners,
                loops,
                progress::flush,
                shard -> contextOf(shard.loop()));
        listen(hosts);
        edge.watch();
        startTicking();
    }

    /**
     * Starts a gateway. It is bound and ready when this returns.
     *
     * @throws IOException when an address cannot be listened on; nothing stays behind then
     * @throws ConfigException when this machine cannot run what is asked for, or the certificate is no good
     */
    public static Gateway start(GatewayConfig config) throws IOException {
        StartWarnings.log(config, MemoryPlan.of(config));
        return startQuietly(config);
    }

    /** The same without a word in the log about the configuration. */
    static Gateway startQuietly(GatewayConfig config) throws IOException {
        return new Gateway(config);
    }

    /** @throws ConfigException when this machine lacks what a configuration names: a transport, a certificate, its key */
    public static void check(GatewayConfig config) {
        GatewaySettings.backend(config);
        GatewaySettings.checkTls(config);
    }

    /** The version of this build, such as {@code 0.1.0}. */
    public static String version() {
        return Version.TEXT;
    }

    /** Where the gateway listens, IPv4 first. */
    public List<InetSocketAddress> addresses() {
        return List.copyOf(addresses);
    }

    /** The port of {@link #addresses}: the same for all. */
    public int port() {
        return addresses.get(0).getPort();
    }

    /** Publishes everything there is to publish from inside this process, as typed values. */
    public Producer producer() {
        return producer;
    }

    /** Publishes from inside this process. */
    public Publisher publisher() {
        return engine.broker();
    }

    /** Publishes points of charts from inside this process. */
    public ChartFeed charts() {
        return charts;
    }

    /** Reports on back-tests from inside this process. */
    public ProgressFeed progress() {
        return progress;
    }

    /** Publishes notifications from inside this process, and tells what is kept of them. */
    public NotificationCenter notifications() {
        return notifications;
    }

    /** Hands in fields of the system status from inside this process. */
    public SystemStatusFeed systemStatus() {
        return systemStatus;
    }

    /** Whether the port speaks TLS. */
    public boolean isSecure() {
        return edge.tls() != null;
    }

    /**
     * Reads certificate and key anew, without waiting for {@code tls.reload-interval}. Blocks; not for an event loop.
     *
     * @return whether new connections get another certificate from now on; false without TLS
     * @throws ConfigException when the files are no good: those of before are still served
     */
    public boolean reloadCertificates() {
        return GatewaySettings.reloadTls(edge);
    }

    private List<SessionServices> sessionServices() {
        return contexts.values().stream().map(LoopContext::services).toList();
    }

    private LoopContext newLoopContext(
            Shard shard,
            ClientModules modules,
            ResumeTokens tokens,
            String epoch,
            MemoryPlan memory,
            ByteBufAllocator allocator) {
        long outboxShare = memory.outboundBytesTotal() / engine.shards().size();
        SessionServices services = new SessionServices(
                shard,
                engine.broker(),
                engine.directory(),
                engine.subscribers(),
                new SlowReaders(shard.counters(), outboxShare),
                new TurnPacer(shard, clock, TurnPacer.SLICE_NANOS),
                modules,
                tokens,
                GatewaySettings.sessions(config),
                epoch,
                version(),
                clock,
                allocator,
                new MessageWriter(),
                new WireBuffer());
        return new LoopContext(
                new ShardSessions(shard),
                services,
                new InboundCodec(
                        new MessageReader(GatewaySettings.messageLimits(config)),
                        config.limits().maxMessageBytes()),
                new LoopCodecs(GatewaySettings.messageLimits(config), GatewaySettings.bodyLimits(config)));
    }

    private LoopContext contextOf(EventExecutor loop) {
        LoopContext context = contexts.get(loop);
        if (context == null) {
            throw new IllegalStateException("not one of this gateway's loops");
        }
        return context;
    }

    /** Ten characters: one epoch per start, so that a position of an earlier run is never taken for one of this. */
    private static String newEpoch() {
        return Long.toString(new SecureRandom().nextLong(1L << 50, 1L << 51), Character.MAX_RADIX);
    }

    private void listen(List<InetAddress> hosts) throws IOException {
        int port = config.server().port();
        try {
            for (InetAddress host : hosts) {
                InetSocketAddress bound = listeners.bind(new InetSocketAddress(host, port));
                addresses.add(bound);
                port = bound.getPort();
            }
        } catch (IOException e) {
            listeners.close();
            shutdown.release();
            edge.close();
            throw e;
        }
    }

    private void startTicking() {
        for (Shard shard : engine.shards()) {
            ShardSessions sessions = contextOf(shard.loop()).sessions();
            tickers.add(shard.loop()
                    .scheduleAtFixedRate(() -> tick(shard, sessions), TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS));
        }
    }

    private void tick(Shard shard, ShardSessions sessions) {
        try {
            long nowNanos = clock.nanoTime();
            sessions.tick(nowNanos);
            progress.tick(shard, nowNanos);
            notifications.tick(shard, nowNanos);
            systemStatus.tick(shard, nowNanos);
            if (shard.index() == 0) {
                engine.collectIdleTopics(nowNanos);
            }
        } catch (RuntimeException e) {
            // A scheduled task that throws is never run again, and heartbeats would end without a word.
            LOG.error("a tick failed", e);
        }
    }

    /** Says goodbye because the server goes away (1001), and stops. */
    @Override
    public void close() {
        stop(CloseCode.GOING_AWAY);
    }

    /**
     * Stops as {@link Shutdown} describes it, with {@code code} as the last word to every client. Blocks until all is
     * over; never called on an event loop.
     */
    public void stop(CloseCode code) {
        if (stopping.compareAndSet(false, true)) {
            try {
                shutdown.begin(code);
                tickers.forEach(ticker -> ticker.cancel(false));
                shutdown.release();
                edge.close();
            } finally {
                stopped.countDown();
            }
        } else {
            try {
                stopped.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
