package io.tickgate.core.sim;

import io.tickgate.core.broadcast.EngineSettings;
import io.tickgate.core.broadcast.FamilySettings;
import io.tickgate.core.session.SessionLimits;
import io.tickgate.protocol.wire.WireLimits;
import java.time.Duration;
import java.util.List;

/** The limits of one simulated gateway: the product's defaults, unless a test says otherwise. */
public final class SimulationSettings {
    public static final List<String> FAMILIES =
            List.of("market_data", "backtest_progress", "chart_updates", "notifications", "system_status");

    int loops = 1;
    long seed;
    boolean preempting;
    int topicsMax = 200_000;
    Duration topicIdle = Duration.ofMinutes(10);
    int publicationBytesMax = 256 << 10;
    long ingestBytesMax = 8 << 20;
    int turnBytesMax = 64 << 10;
    int deflateBytesMin = 200;
    int subscriptionsMax = 500;
    int pendingCommandsMax = 1024;
    int queueBytesMax = 1 << 20;
    long outboxBytesMax = 32 << 20;
    int unackedMax = 1000;
    int unackedBytesMax = 1 << 20;
    int historyCount = 20;
    long historyBytesMax = 16 << 20;

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

    public SimulationSettings publicationBytesMax(int bytes) {
        publicationBytesMax = bytes;
        return this;
    }

    public SimulationSettings ingestBytesMax(long bytes) {
        ingestBytesMax = bytes;
        return this;
    }

    public SimulationSettings turnBytesMax(int bytes) {
        turnBytesMax = bytes;
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

    public SimulationSettings unacked(int count, int bytes) {
        unackedMax = count;
        unackedBytesMax = bytes;
        return this;
    }

    EngineSettings engine() {
        return new EngineSettings(
                FAMILIES.stream()
                        .map(name -> new FamilySettings(
                                name,
                                name.equals("market_data"),
                                historyCount,
                                1 << 20,
                                Duration.ofMinutes(5).toNanos()))
                        .toList(),
                topicsMax,
                topicIdle.toNanos(),
                publicationBytesMax,
                ingestBytesMax,
                historyBytesMax,
                turnBytesMax,
                1,
                deflateBytesMin,
                WireLimits.DEFAULT.withMessageBytesMax(1 << 20));
    }

    SessionLimits session() {
        return new SessionLimits(
                subscriptionsMax,
                pendingCommandsMax,
                queueBytesMax,
                Duration.ofSeconds(30).toNanos(),
                Duration.ofSeconds(90).toNanos(),
                Duration.ofSeconds(5).toNanos(),
                Duration.ofSeconds(5).toNanos(),
                64 << 10,
                Duration.ofSeconds(5).toNanos(),
                3,
                unackedMax,
                unackedBytesMax);
    }
}
