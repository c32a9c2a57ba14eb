package io.tickgate.core;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.tickgate.core.admin.ConnectionDesk;
import io.tickgate.core.admin.EngineMetrics;
import io.tickgate.core.admin.LogControl;
import io.tickgate.core.admin.Redaction;
import io.tickgate.core.admin.StatusView;
import io.tickgate.core.audit.AccessLog;
import io.tickgate.core.auth.Authentication;
import io.tickgate.core.broadcast.Backbone;
import io.tickgate.core.broadcast.BroadcastEngine;
import io.tickgate.core.broadcast.Publisher;
import io.tickgate.core.config.BrokerConfig;
import io.tickgate.core.config.ConfigException;
import io.tickgate.core.config.GatewayConfig;
import io.tickgate.core.config.IpRange;
import io.tickgate.core.config.LiveConfig;
import io.tickgate.core.config.MemoryPlan;
import io.tickgate.core.feed.Feeds;
import io.tickgate.core.feed.chart.ChartFeed;
import io.tickgate.core.feed.notice.NotificationCenter;
import io.tickgate.core.feed.progress.ProgressFeed;
import io.tickgate.core.feed.status.ProcFiles;
import io.tickgate.core.feed.status.SystemStatusFeed;
import io.tickgate.core.limit.ByteBudget;
import io.tickgate.core.limit.ConnectionLimit;
import io.tickgate.core.limit.UserConnections;
import io.tickgate.core.producer.Producer;
import io.tickgate.core.session.ResumeTokens;
import io.tickgate.core.session.ShardSessions;
import io.tickgate.core.session.SlowReaderSurvey;
import io.tickgate.core.time.Clock;
import io.tickgate.core.time.SystemClock;
import io.tickgate.core.transport.AdminListener;
import io.tickgate.core.transport.Edge;
import io.tickgate.core.transport.EventLoops;
import io.tickgate.core.transport.IoBackend;
import io.tickgate.core.transport.Listeners;
import io.tickgate.core.transport.LoopContext;
import io.tickgate.core.transport.PipelineInitializer;
import io.tickgate.core.transport.http.ClientAddresses;
import io.tickgate.core.transport.http.HttpConnectionLimit;
import io.tickgate.core.transport.http.HttpFront;
import io.tickgate.core.transport.http.HttpSettings;
import io.tickgate.core.transport.http.OriginPolicy;
import io.tickgate.core.transport.http.PublishGuard;
import io.tickgate.core.transport.http.RequestDispatch;
import io.tickgate.core.transport.http.RequestIdentity;
import io.tickgate.core.transport.http.endpoint.HttpApi;
import io.tickgate.core.transport.http.endpoint.MetricsEndpoint;
import io.tickgate.core.transport.http.endpoint.ReadinessEndpoint;
import io.tickgate.core.transport.http.endpoint.StatusEndpoint;
import io.tickgate.core.transport.http.endpoint.admin.AdminApi;
import io.tickgate.core.transport.websocket.Dialogue;
import io.tickgate.core.transport.websocket.WebSocketUpgrade;
import io.tickgate.protocol.message.CloseCode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A running gateway, and the one place where its parts are made and joined: in start order from the top of the
 * constructor down, ended in reverse by {@link #close}.
 *
 * <p>Any thread may call any method.
 */
public final class Gateway implements AutoCloseable {
    private final LiveConfig live;
    private final Clock clock = new SystemClock();
    private final EventLoops loops;
    private final BroadcastEngine engine;
    private final @Nullable Backbone backbone;
    private final GatewayStatus status;
    private final Feeds feeds;
    private final Producer producer;
    private final LoopContexts contexts;
    private final Edge edge;
    private final Listeners listeners;
    private final Shutdown shutdown;
    private final List<InetSocketAddress> addresses = new ArrayList<>();
    private final LoopTicks ticks;
    private final @Nullable AdminListener admin;
    private final AtomicBoolean stopping = new AtomicBoolean();
    private final CountDownLatch stopped = new CountDownLatch(1);

    private Gateway(
            GatewayConfig config,
            List<Integer> inherited,
            Dialogue dialogue,
            LogControl log,
            @Nullable BackboneFactory sharing)
            throws IOException {
        live = new LiveConfig(config);
        MemoryPlan memory = MemoryPlan.of(config);
        Listening listening = Listening.of(config, inherited);
        Authentication authentication = AuthenticationSettings.of(live, clock);
        IoBackend backend = GatewaySettings.backend(config);
        Predicate<InetAddress> trustedProxies = anyOf(now -> now.server().trustedProxies());
        edge = GatewaySettings.edge(config, clock, trustedProxies);
        loops = new EventLoops(backend, memory.loopCount());
        ByteBufAllocator allocator = GatewaySettings.allocator(loops.all().size());
        engine = new BroadcastEngine(
                loops.all(),
                GatewaySettings.engine(config, memory, sharing != null),
                clock,
                allocator,
                backend::newSender);
        backbone = sharing == null ? null : sharing.newBackbone(config, clock);
        UserConnections users = new UserConnections(() -> live.get().limits().maxConnectionsPerUser());
        if (backbone != null) {
            backbone.shareUsers(users);
            engine.useBackbone(backbone);
        }
        ByteBudget inboundBudget = new ByteBudget(memory.inboundBytesTotal());
        HttpConnectionLimit httpLimit =
                new HttpConnectionLimit(live.derive(GatewaySettings::httpConnections), trustedProxies);
        ResumeTokens tokens = GatewaySettings.resumeTokens(config, engine.subscribers(), clock);
        status = new GatewayStatus(
                engine, live, clock, inboundBudget, httpLimit, tokens, users, authentication, log, edge);
        feeds = new Feeds(engine, GatewaySettings.feeds(config, memory), new ProcFiles(clock), clock);
        producer = new Producer(
                engine.publisher(), feeds.progress(), feeds.charts(), feeds.notifications(), feeds.systemStatus());
        contexts = new LoopContexts(
                engine, live, memory, feeds.commands(), tokens, users, authentication, clock, allocator);

        Function<Channel, LoopContext> contextOf = channel -> contexts.of(channel.eventLoop());
        RequestIdentity identity =
                new RequestIdentity(new PublishGuard(anyOf(now -> now.ingest().allowedAddresses())), authentication);
        AccessLog access = new AccessLog(config.logging().access());
        WebSocketUpgrade upgrade = new WebSocketUpgrade(
                dialogue,
                contextOf,
                new ConnectionLimit(
                        () -> live.get().limits().maxConnections(),
                        () -> live.get().limits().maxConnectionsPerIp(),
                        users),
                inboundBudget,
                config.compression().enabled(),
                status::isDraining,
                access);
        HttpSettings http = GatewaySettings.http(config);
        ClusterStatus cluster = new ClusterStatus(backbone, status);
        StatusEndpoint statusEndpoint = new StatusEndpoint(
                status,
                cluster::view,
                new SlowReaderSurvey(contexts.services()),
                engine.latencies(),
                engine.subscribers()::ids);
        MetricsEndpoint metrics = new MetricsEndpoint(GatewayMetrics.page(
                live, memory, engine, inboundBudget, httpLimit, tokens, status, cluster, allocator));
        RequestDispatch requests = new RequestDispatch(
                http,
                live.derive(GatewaySettings::hosts),
                live.derive(next -> new OriginPolicy(next.server().allowedOrigins(), listening.isLoopbackOnly())),
                new ClientAddresses(trustedProxies),
                identity,
                inboundBudget,
                status::isStopping,
                upgrade,
                HttpApi.endpoints(
                        config.server().pages(),
                        engine.broker(),
                        statusEndpoint,
                        metrics,
                        new ReadinessEndpoint(status::isDraining),
                        http,
                        inboundBudget,
                        feeds.charts(),
                        feeds.progress(),
                        feeds.notifications(),
                        feeds.systemStatus()));
        HttpFront front = new HttpFront(http, requests, httpLimit, clock, access);
        listeners = new Listeners(
                loops,
                allocator,
                config.outbound().notsentLowat(),
                edge.acceptPauses(),
                new PipelineInitializer(edge, front, contextOf));
        shutdown = new Shutdown(
                live, clock, new Random(), engine, status, listeners, loops, feeds.progress()::flush, contexts);
        admin = open(
                listening,
                new AdminSetup(
                        config.admin(),
                        http,
                        loops,
                        allocator,
                        edge.acceptPauses(),
                        contextOf,
                        inboundBudget,
                        clock,
                        access,
                        config.server().pages(),
                        AdminApi.endpoints(
                                connectionDesk(),
                                engine.topics(),
                                engine.tail(),
                                new Redaction(config.admin().redact()),
                                new EngineMetrics(engine)::families,
                                engine.epochs(),
                                cluster::nodes,
                                log,
                                () -> drain(CloseCode.SERVICE_RESTART),
                                config.server().pages(),
                                List.of(statusEndpoint, metrics, new ReadinessEndpoint(status::isDraining)))));
        edge.watch();
        live.add(next -> {
            // So that what is wrong with the files is told together with all else.
            GatewaySettings.checkTls(next);
            return () -> {};
        });
        ticks = new LoopTicks(clock, engine, feeds);
        ticks.start(contexts::of);
    }

    /**
     * Starts a gateway. It is bound and ready when this returns.
     *
     * @throws IOException when an address cannot be listened on; nothing stays behind then
     * @throws ConfigException when this machine cannot run what is asked for, or the certificate is no good
     */
    public static Gateway start(GatewayConfig config) throws IOException {
        return start(config, List.of(), LogControl.NONE);
    }

    /**
     * The same as a process of its own.
     *
     * @param inherited descriptors of TCP sockets that listen, opened by somebody for this process, in place of {@code
     *     server.host} and {@code server.port}; they are closed with the gateway
     * @param log what the operator's listener may show and change
     */
    public static Gateway start(GatewayConfig config, List<Integer> inherited, LogControl log) throws IOException {
        return start(config, inherited, log, sharing(config));
    }

    private static @Nullable BackboneFactory sharing(GatewayConfig config) {
        return config.broker().kind() == BrokerConfig.Kind.LOCAL
                ? null
                : BackboneFactory.require(config.broker().kind().name().toLowerCase(Locale.ROOT));
    }

    /**
     * The same beside other gateways.
     *
     * @param sharing what they share topics by; null for none, as if there were no other
     */
    public static Gateway start(
            GatewayConfig config, List<Integer> inherited, LogControl log, @Nullable BackboneFactory sharing)
            throws IOException {
        StartWarnings.log(config, MemoryPlan.of(config));
        return new Gateway(config, inherited, Dialogue.COMMANDS, log, sharing);
    }

    /** The same without a word in the log about the configuration. */
    static Gateway startQuietly(GatewayConfig config) throws IOException {
        return startQuietly(config, Dialogue.COMMANDS);
    }

    /** The same for clients that speak of something else. */
    static Gateway startQuietly(GatewayConfig config, Dialogue dialogue) throws IOException {
        return new Gateway(config, List.of(), dialogue, LogControl.NONE, null);
    }

    /** @throws ConfigException when this machine lacks what a configuration names: a transport, a certificate, its key */
    public static void check(GatewayConfig config) {
        GatewaySettings.backend(config);
        GatewaySettings.checkTls(config);
        AuthenticationSettings.check(config);
        sharing(config);
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

    /** Where the operator's listener is; null when there is none. */
    public @Nullable SocketAddress adminAddress() {
        return admin == null ? null : admin.address();
    }

    /** Publishes everything there is to publish from inside this process, as typed values. */
    public Producer producer() {
        return producer;
    }

    /** Publishes from inside this process. */
    public Publisher publisher() {
        return engine.publisher();
    }

    /** Publishes points of charts from inside this process. */
    public ChartFeed charts() {
        return feeds.charts();
    }

    /** Reports on back-tests from inside this process. */
    public ProgressFeed progress() {
        return feeds.progress();
    }

    /** Publishes notifications from inside this process, and tells what is kept of them. */
    public NotificationCenter notifications() {
        return feeds.notifications();
    }

    /** Hands in fields of the system status from inside this process. */
    public SystemStatusFeed systemStatus() {
        return feeds.systemStatus();
    }

    private ConnectionDesk connectionDesk() {
        List<ShardSessions> sessions = engine.shards().stream()
                .map(shard -> contexts.of(shard).sessions())
                .toList();
        return new ConnectionDesk(sessions, engine.subscribers(), clock);
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

    /** Asked anew at each use, since a reload may bring other ranges. */
    private Predicate<InetAddress> anyOf(Function<GatewayConfig, List<IpRange>> ranges) {
        return address -> ranges.apply(live.get()).stream().anyMatch(range -> range.contains(address));
    }

    private @Nullable AdminListener open(Listening listening, AdminSetup operators) throws IOException {
        try {
            addresses.addAll(listening.open(listeners, live.get().server().port()));
            return operators.open();
        } catch (IOException e) {
            listeners.close();
            closeBackbone();
            shutdown.release();
            edge.close();
            throw e;
        }
    }

    /** The configuration that counts now. */
    public GatewayConfig config() {
        return live.get();
    }

    /**
     * Takes over what {@code next} says of reloadable settings, and whatever is read again from files: connections that are
     * there keep the limits that they have. One call at a time.
     *
     * @param next as {@link io.tickgate.core.config.LoadedConfig#reloadedWith} makes it
     * @throws io.tickgate.core.config.ConfigException with all that speaks against it; nothing has changed then
     */
    public void reload(GatewayConfig next) {
        live.replace(next, () -> GatewaySettings.reloadTls(edge));
    }

    /** The figures of the status, as of now. */
    public StatusView status() {
        return status.get();
    }

    /** Asks every event loop whether it still comes round. */
    public LoopProbe probeLoops() {
        return new LoopProbe(loops.all());
    }

    /**
     * Begins to stop as {@link Shutdown} describes it: clients leave one by one over {@code drain.window}, told when to come
     * back. Returns at once, and does nothing where a stop is under way; {@link #awaitStopped} waits for the end.
     *
     * @param code the last word to those who do not leave by themselves: {@link CloseCode#SERVICE_RESTART} for a stop that
     *     an operator announced, {@link CloseCode#GOING_AWAY} for any other
     * @return whether this call has begun it
     */
    public boolean drain(CloseCode code) {
        if (!stopping.compareAndSet(false, true)) {
            return false;
        }
        status.drain();
        new Thread(() -> stop(code, true), "gateway-stop").start();
        return true;
    }

    /** Blocks until the gateway has stopped, whoever asked for it. */
    public void awaitStopped() throws InterruptedException {
        stopped.await();
    }

    /**
     * Says goodbye to all clients at once because the server goes away (1001), and stops; a stop that is under way waits for
     * nothing any more. Blocks until all is over; never called on an event loop.
     */
    @Override
    public void close() {
        if (stopping.compareAndSet(false, true)) {
            stop(CloseCode.GOING_AWAY, false);
            return;
        }
        shutdown.hurry();
        try {
            stopped.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void closeBackbone() {
        if (backbone != null) {
            backbone.close();
        }
    }

    private void stop(CloseCode code, boolean isDrain) {
        try {
            shutdown.begin(code, isDrain);
            ticks.close();
            if (admin != null) {
                admin.close();
            }
            closeBackbone();
            shutdown.release();
            edge.close();
        } finally {
            stopped.countDown();
        }
    }
}
