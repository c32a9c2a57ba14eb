package io.tickgate.core.sim;

import io.tickgate.core.auth.Authentication;
import io.tickgate.core.broadcast.BackboneUse;
import io.tickgate.core.broadcast.EngineSettings;
import io.tickgate.core.broadcast.FamilySettings;
import io.tickgate.core.broadcast.SlowPolicy;
import io.tickgate.core.broadcast.View;
import io.tickgate.core.feed.chart.ChartSettings;
import io.tickgate.core.feed.notice.NotificationLimits;
import io.tickgate.core.feed.progress.ProgressSettings;
import io.tickgate.core.session.AccessLimits;
import io.tickgate.core.session.SessionLimits;
import io.tickgate.core.session.UserTopics;
import io.tickgate.core.time.Clock;
import io.tickgate.protocol.message.BandwidthLimits;
import io.tickgate.protocol.wire.WireLimits;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The limits of one simulated gateway: the product's defaults, unless a test says otherwise. */
public final class SimulationSettings {
    public static final List<String> FAMILIES =
            List.of("market_data", "backtest_progress", "chart_updates", "notifications", "system_status");

    /** How long keys of publications are remembered. */
    public static final Duration IDEMPOTENCY_TTL = Duration.ofMinutes(5);

    String stateFamily = "market_data";
    List<String> indexed = List.of();
    List<View> views = List.of();
    int node;
    boolean isClustered;
    int loops = 1;
    BackboneUse marketData = BackboneUse.REQUIRED;
    long seed;
    boolean preempting;
    int topicsMax = 200_000;
    int topicsPerAddressMax = 200_000;
    Duration topicIdle = Duration.ofMinutes(10);
    int publicationBytesMax = 256 << 10;
    long ingestBytesMax = 8 << 20;
    long conflationBytesMax = 1 << 20;
    int idempotencyKeysMax = 1_000;
    BandwidthLimits caps = BandwidthLimits.NONE;
    int turnBytesMax = 64 << 10;
    Duration joinWait = Duration.ZERO;
    Duration writeTime = Duration.ZERO;
    int deflateBytesMin = 200;
    Duration slowPublication = Duration.ofMillis(50);
    int subscriptionsMax = 500;
    int pendingCommandsMax = 1024;
    int lowWaterBytes = 64 << 10;
    byte @Nullable [] resumeKey;
    int connectionsMax = 1000;
    int perUserMax;
    int queueBytesMax = 1 << 20;
    private final Map<String, SlowPolicy> slow = new HashMap<>();
    int askedBytesMax = 4 << 20;
    long outboxBytesMax = 32 << 20;
    int notificationsKept = 10_000;
    long notificationBytes = 16 << 20;
    int readMarks = 50_000;
    int preferencesMax = 10_000;
    int unackedMax = 1000;
    int unackedBytesMax = 1 << 20;
    int snapshotChannelsMax = 10_000;
    int snapshotBytesMax = 16 << 20;
    int rewindMax = 5_000;
    int historyCount = 20;
    long historyBytesMax = 16 << 20;
    AccessLimits access = new AccessLimits(
            1_000_000,
            1_000_000,
            0,
            Duration.ofSeconds(10).toNanos(),
            Duration.ofSeconds(60).toMillis());

    @Nullable
    Function<Clock, Authentication> authentication;

    ChartSettings charts = new ChartSettings(500, 64, 5000, 16 << 20, 256 << 10);

    Duration taskTtl = Duration.ofHours(1);
    int tasksMax = 10_000;
    long taskBytesMax = 16 << 20;

    /** How often a client may command; otherwise as often as a test likes. */
    public SimulationSettings access(AccessLimits limits) {
        access = limits;
        return this;
    }

    /** How many connections a user may have; otherwise as many as come. */
    public SimulationSettings perUserMax(int max) {
        perUserMax = max;
        return this;
    }

    /** Clients have to show something; otherwise nothing is asked for. */
    public SimulationSettings authentication(Function<Clock, Authentication> maker) {
        authentication = maker;
        return this;
    }

    /** One more family of states beside {@code market_data}. */
    public SimulationSettings stateFamily(String name) {
        stateFamily = name;
        return this;
    }

    /** What may be filtered by, and which views there are, in every family. */
    public SimulationSettings selectable(List<String> newIndexed, View... newViews) {
        indexed = newIndexed;
        views = List.of(newViews);
        return this;
    }

    /** What becomes of a family where a reader is too slow; otherwise states conflate and streams close. */
    public SimulationSettings slow(String family, SlowPolicy policy) {
        slow.put(family, policy);
        return this;
    }

    private SlowPolicy slowPolicy(String family) {
        boolean isState = family.equals("market_data") || family.equals(stateFamily);
        return slow.getOrDefault(family, isState ? SlowPolicy.CONFLATE : SlowPolicy.CLOSE);
    }

    public SimulationSettings lowWaterBytes(int bytes) {
        lowWaterBytes = bytes;
        return this;
    }

    /** Which of several gateways it is, and who numbers what market data there is. */
    public SimulationSettings clustered(int newNode, BackboneUse newMarketData) {
        node = newNode;
        isClustered = true;
        marketData = newMarketData;
        return this;
    }

    public SimulationSettings loops(int count) {
        loops = count;
        return this;
    }

    public SimulationSettings seed(long newSeed, boolean newPreempting) {
        seed = newSeed;
        preempting = newPreempting;
        return this;
    }

    public SimulationSettings topics(int max, Duration idle) {
        topicsMax = max;
        topicIdle = idle;
        return this;
    }

    public SimulationSettings topicsPerAddressMax(int max) {
        topicsPerAddressMax = max;
        return this;
    }

    public SimulationSettings publicationBytesMax(int bytes) {
        publicationBytesMax = bytes;
        return this;
    }

    public SimulationSettings ingestBytesMax(long bytes) {
        ingestBytesMax = bytes;
        return this;
    }

    public SimulationSettings idempotencyKeysMax(int max) {
        idempotencyKeysMax = max;
        return this;
    }

    public SimulationSettings conflationBytesMax(long bytes) {
        conflationBytesMax = bytes;
        return this;
    }

    public SimulationSettings caps(BandwidthLimits newCaps) {
        caps = newCaps;
        return this;
    }

    public SimulationSettings turnBytesMax(int bytes) {
        turnBytesMax = bytes;
        return this;
    }

    /** Sends are put off as with {@code outbound.join-wait}, where a write takes that much of the clock's time. */
    public SimulationSettings joinWait(Duration longest, Duration write) {
        joinWait = longest;
        writeTime = write;
        return this;
    }

    public SimulationSettings deflateBytesMin(int bytes) {
        deflateBytesMin = bytes;
        return this;
    }

    public SimulationSettings subscriptionsMax(int count) {
        subscriptionsMax = count;
        return this;
    }

    /** What tokens are signed with, and how many connections that ended are remembered. */
    public SimulationSettings resume(byte[] key, int newConnectionsMax) {
        resumeKey = key;
        connectionsMax = newConnectionsMax;
        return this;
    }

    public SimulationSettings pendingCommandsMax(int count) {
        pendingCommandsMax = count;
        return this;
    }

    public SimulationSettings queueBytesMax(int bytes) {
        queueBytesMax = bytes;
        return this;
    }

    /** @param bytes for each shard */
    public SimulationSettings outboxBytesMax(long bytes) {
        outboxBytesMax = bytes;
        return this;
    }

    /**
     * @param count of publications for each topic
     * @param bytesTotal for all shards together
     */
    public SimulationSettings history(int count, long bytesTotal) {
        historyCount = count;
        historyBytesMax = bytesTotal;
        return this;
    }

    public SimulationSettings charts(ChartSettings settings) {
        charts = settings;
        return this;
    }

    /**
     * @param ttl of a task
     * @param max tasks on all loops
     * @param bytesMax of their states
     */
    public SimulationSettings tasks(Duration ttl, int max, long bytesMax) {
        taskTtl = ttl;
        tasksMax = max;
        taskBytesMax = bytesMax;
        return this;
    }

    ProgressSettings progress() {
        return new ProgressSettings(
                taskTtl.toNanos(),
                tasksMax,
                taskBytesMax,
                publicationBytesMax,
                WireLimits.DEFAULT.withMessageBytesMax(1 << 20));
    }

    /** @param users who may have preferences */
    public SimulationSettings notifications(int kept, long bytes, int marks, int users) {
        notificationsKept = kept;
        notificationBytes = bytes;
        readMarks = marks;
        preferencesMax = users;
        return this;
    }

    NotificationLimits notifications() {
        return new NotificationLimits(
                notificationsKept,
                notificationBytes,
                Duration.ofHours(24).toNanos(),
                readMarks,
                preferencesMax,
                ZoneOffset.UTC,
                WireLimits.DEFAULT.withMessageBytesMax(1 << 20));
    }

    public SimulationSettings unacked(int count, int bytes) {
        unackedMax = count;
        unackedBytesMax = bytes;
        return this;
    }

    /** @param rewind publications of the past that one command brings */
    public SimulationSettings beginnings(int channels, int bytes, int rewind) {
        snapshotChannelsMax = channels;
        snapshotBytesMax = bytes;
        rewindMax = rewind;
        return this;
    }

    private BackboneUse use(String family) {
        return switch (family) {
            case "market_data" -> marketData;
            case "system_status" -> BackboneUse.NONE;
            default -> BackboneUse.REQUIRED;
        };
    }

    EngineSettings engine() {
        List<FamilySettings> named = FAMILIES.stream()
                .map(name -> new FamilySettings(
                                name,
                                name.equals("market_data") || name.equals(stateFamily),
                                historyCount,
                                1 << 20,
                                Duration.ofMinutes(5).toNanos(),
                                slowPolicy(name))
                        .selectable(indexed, views)
                        .numberedBy(use(name)))
                .toList();
        FamilySettings users =
                named.get(FAMILIES.indexOf(UserTopics.BROUGHT_BY)).internal(UserTopics.FAMILY);
        FamilySettings state = users.internal("notification_state");
        return new EngineSettings(
                Stream.concat(named.stream(), isClustered ? Stream.of(users, state) : Stream.of(users))
                        .toList(),
                topicsMax,
                topicsPerAddressMax,
                topicIdle.toNanos(),
                publicationBytesMax,
                ingestBytesMax,
                historyBytesMax,
                conflationBytesMax,
                idempotencyKeysMax,
                IDEMPOTENCY_TTL.toNanos(),
                turnBytesMax,
                joinWait.toNanos(),
                1,
                deflateBytesMin,
                slowPublication.toNanos(),
                WireLimits.DEFAULT.withMessageBytesMax(1 << 20));
    }

    SessionLimits session() {
        return new SessionLimits(
                subscriptionsMax,
                pendingCommandsMax,
                1000,
                Math.min(lowWaterBytes, queueBytesMax),
                queueBytesMax,
                askedBytesMax,
                Duration.ofSeconds(30).toNanos(),
                Duration.ofSeconds(90).toNanos(),
                Duration.ofSeconds(5).toNanos(),
                Duration.ofSeconds(2).toNanos(),
                Duration.ofSeconds(5).toNanos(),
                Duration.ofSeconds(60).toNanos(),
                64 << 10,
                Duration.ofSeconds(5).toNanos(),
                3,
                unackedMax,
                unackedBytesMax,
                snapshotChannelsMax,
                snapshotBytesMax,
                rewindMax,
                caps,
                access);
    }
}
