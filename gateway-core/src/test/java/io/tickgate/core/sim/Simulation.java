package io.tickgate.core.sim;

import io.tickgate.core.auth.Authentication;
import io.tickgate.core.auth.Principal;
import io.tickgate.core.broadcast.Backbone;
import io.tickgate.core.broadcast.BroadcastEngine;
import io.tickgate.core.broadcast.BulkSender;
import io.tickgate.core.broadcast.PublishOptions;
import io.tickgate.core.broadcast.PublishReply;
import io.tickgate.core.broadcast.Shard;
import io.tickgate.core.feed.Feeds;
import io.tickgate.core.feed.chart.ChartFeed;
import io.tickgate.core.feed.notice.NotificationCenter;
import io.tickgate.core.feed.progress.ProgressFeed;
import io.tickgate.core.feed.status.StatusSettings;
import io.tickgate.core.feed.status.SystemStatusFeed;
import io.tickgate.core.frame.FrameKind;
import io.tickgate.core.limit.UserConnections;
import io.tickgate.core.metrics.Counter;
import io.tickgate.core.session.ResumeTokens;
import io.tickgate.core.session.SessionServices;
import io.tickgate.core.session.ShardSessions;
import io.tickgate.core.session.SlowReaders;
import io.tickgate.core.session.TurnPacer;
import io.tickgate.protocol.codec.MessageReader;
import io.tickgate.protocol.codec.MessageWriter;
import io.tickgate.protocol.message.MessageBody;
import io.tickgate.protocol.wire.WireBuffer;
import io.tickgate.protocol.wire.WireLimits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A gateway without sockets: engine and sessions on manual loops, under a manual clock, every buffer accounted for. */
public final class Simulation {
    public static final String EPOCH = "simulated";

    private final int node;
    private final ManualLoops loops;
    private final ManualClock clock;
    private final LimitedAllocator allocator = new LimitedAllocator();
    private final BroadcastEngine engine;
    private final FixedLoad load = new FixedLoad();
    private final Feeds feeds;
    private final ResumeTokens tokens;
    private final UserConnections users;
    private final List<SessionServices> services = new ArrayList<>();
    private final List<ShardSessions> sessions = new ArrayList<>();
    private final List<SimulatedClient> clients = new ArrayList<>();
    private final Duration writeTime;
    private final MessageReader reader = new MessageReader(WireLimits.DEFAULT.withMessageBytesMax(1 << 21));

    public Simulation(SimulationSettings settings) {
        this(settings, null);
    }

    /** @param backbone what it shares topics with others by; null for a gateway that stands alone */
    public Simulation(SimulationSettings settings, @Nullable Backbone backbone) {
        node = settings.node;
        loops = new ManualLoops(settings.loops, settings.seed, settings.preempting);
        clock = new ManualClock(loops::mayPreempt);
        writeTime = settings.writeTime;
        engine = new BroadcastEngine(loops.all(), settings.engine(), clock, allocator, loop -> BulkSender.ONE_BY_ONE);
        if (backbone != null) {
            engine.useBackbone(backbone);
        }
        if (backbone == null) {
            engine.epochs().setShared(EPOCH);
        }
        feeds = new Feeds(
                engine,
                new Feeds.Settings(
                        settings.charts,
                        settings.progress(),
                        settings.notifications(),
                        new StatusSettings(
                                Duration.ofSeconds(5).toNanos(),
                                Duration.ofSeconds(60).toNanos()),
                        WireLimits.DEFAULT.withMessageBytesMax(1 << 20)),
                load,
                clock);
        tokens = new ResumeTokens(
                settings.resumeKey,
                Duration.ofMinutes(2).toNanos(),
                settings.connectionsMax,
                engine.subscribers(),
                clock);
        users = new UserConnections(() -> settings.perUserMax);
        Authentication authentication = settings.authentication == null ? null : settings.authentication.apply(clock);
        for (Shard shard : engine.shards()) {
            sessions.add(new ShardSessions(shard));
            services.add(new SessionServices(
                    shard,
                    engine.broker(),
                    engine.directory(),
                    engine.subscribers(),
                    new SlowReaders(shard.counters(), settings.outboxBytesMax),
                    new TurnPacer(shard, clock, 0),
                    feeds.commands(),
                    tokens,
                    users,
                    authentication,
                    settings.session(),
                    engine.epochs(),
                    "1.2.3",
                    clock,
                    allocator,
                    new MessageWriter(),
                    new WireBuffer()));
        }
    }

    /** Which connections each user has. */
    public UserConnections users() {
        return users;
    }

    /** The number of this gateway among those of a cluster. */
    int node() {
        return node;
    }

    /** One loop and the product's limits. */
    public Simulation() {
        this(new SimulationSettings());
    }

    public ManualLoops loops() {
        return loops;
    }

    public ManualLoop loop(int index) {
        return loops.all().get(index);
    }

    public ManualClock clock() {
        return clock;
    }

    public LimitedAllocator allocator() {
        return allocator;
    }

    public BroadcastEngine engine() {
        return engine;
    }

    public ChartFeed charts() {
        return feeds.charts();
    }

    public ProgressFeed progress() {
        return feeds.progress();
    }

    public NotificationCenter notifications() {
        return feeds.notifications();
    }

    public FixedLoad load() {
        return load;
    }

    public SystemStatusFeed systemStatus() {
        return feeds.systemStatus();
    }

    public SessionServices services(int loopIndex) {
        return services.get(loopIndex);
    }

    public ShardSessions sessions(int loopIndex) {
        return sessions.get(loopIndex);
    }

    public List<SimulatedClient> clients() {
        return clients;
    }

    /** A client that may publish, connected and welcomed. */
    public SimulatedClient connect(int loopIndex, FrameKind kind) {
        return connect(loopIndex, kind, true);
    }

    public SimulatedClient connect(int loopIndex, FrameKind kind, boolean mayPublish) {
        return connect(loopIndex, kind, Principal.ofAddress(mayPublish, true), null);
    }

    /** A client that has shown to be {@code principal}, or nothing yet. */
    public SimulatedClient connect(FrameKind kind, Principal principal, @Nullable String saidUserId) {
        return connect(0, kind, principal, saidUserId);
    }

    /** A client of that user, who may publish. */
    public SimulatedClient connectAs(String userId, int loopIndex, FrameKind kind) {
        return connect(loopIndex, kind, Principal.ofAddress(true, true), userId);
    }

    private SimulatedClient connect(int loopIndex, FrameKind kind, Principal principal, @Nullable String userId) {
        SimulatedClient client = new SimulatedClient(this, loopIndex, kind, userId, principal, reader);
        clients.add(client);
        return client;
    }

    /** Before a socket is touched: others may go first, and it takes its time. */
    void beforeIo() {
        loops.mayPreempt();
        clock.advance(writeTime);
    }

    /** Publishes from a task of its own on one loop; the bytes are gone when the call returns, as a socket's would be. */
    public void publish(int loopIndex, String channel, MessageBody body, PublishOptions options, PublishReply reply) {
        ManualLoop loop = loop(loopIndex);
        loop.execute(() -> {
            MessageBody borrowed = body.copy();
            engine.broker().publish(channel, borrowed, options, loop, reply);
            Bodies.scribble(borrowed);
        });
    }

    /** Publishes from the first loop and lets everything come to rest. @return what became of it */
    public Reply publishAndRun(String channel, MessageBody body) {
        Reply reply = new Reply();
        publish(0, channel, body, PublishOptions.NONE, reply);
        loops.runAll();
        return reply;
    }

    /** Lets time pass for the clock and for what is scheduled; what is due by then has not run yet. */
    public void advance(Duration duration) {
        clock.advance(duration);
        loops.advance(duration);
    }

    /** Moves the clock in the steps in which the gateway looks at it. */
    public void pass(Duration duration) {
        Duration step = Duration.ofMillis(100);
        for (Duration left = duration; !left.isNegative() && !left.isZero(); left = left.minus(step)) {
            clock.advance(step);
            tick();
            loops.runAll();
        }
    }

    /** Every loop learns that it did not run for so long. */
    public void standStill(Duration lost) {
        for (int i = 0; i < sessions.size(); i++) {
            ShardSessions own = sessions.get(i);
            loop(i).execute(() -> own.onStandstill(lost.toNanos(), clock.nanoTime()));
        }
        loops.runAll();
    }

    /** Every loop looks at the clock, in a task of its own. */
    public void tick() {
        for (int i = 0; i < sessions.size(); i++) {
            ShardSessions own = sessions.get(i);
            SlowReaders slow = services.get(i).slowReaders();
            Shard shard = engine.shards().get(i);
            boolean first = i == 0;
            loop(i).execute(() -> {
                own.tick(clock.nanoTime());
                slow.tick();
                feeds.tick(shard, clock.nanoTime());
                engine.tick(shard);
                if (first) {
                    engine.collectIdleTopics(clock.nanoTime());
                }
            });
        }
    }

    public ResumeTokens tokens() {
        return tokens;
    }

    public long counter(Counter counter) {
        return engine.shards().stream()
                .mapToLong(shard -> shard.counters().get(counter))
                .sum();
    }

    /** Bytes of every buffer that is not released. */
    public long usedBytes() {
        return allocator.used();
    }

    /** Cuts every client, ends the engine, and insists that nothing is left: no byte, no count. */
    public void end() {
        for (SimulatedClient client : clients) {
            client.cut();
        }
        loops.runAll();
        for (Counter gauge : List.of(
                Counter.CONNECTIONS,
                Counter.SUBSCRIPTIONS,
                Counter.OUTBOX_BYTES,
                Counter.CONFLATION_BYTES,
                Counter.FILTERS,
                Counter.SESSIONS_BEHIND)) {
            requireZero(gauge.name(), counter(gauge));
        }
        for (int family = 0; family < SimulationSettings.FAMILIES.size(); family++) {
            for (Shard shard : engine.shards()) {
                requireZero("subscriptions by family", shard.counters().get(Counter.SUBSCRIPTIONS, family));
            }
        }
        requireZero("ingest bytes", engine.ingestBytes());
        for (Shard shard : engine.shards()) {
            shard.loop().execute(() -> engine.close(shard));
        }
        loops.runAll();
        requireZero("bytes of buffers", usedBytes());
    }

    private static void requireZero(String what, long value) {
        if (value != 0) {
            throw new AssertionError(value + " " + what + " are left at the end");
        }
    }
}
