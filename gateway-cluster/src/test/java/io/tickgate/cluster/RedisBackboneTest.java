package io.tickgate.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.RedisURI;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.util.concurrent.DefaultEventExecutorGroup;
import io.netty.util.concurrent.EventExecutor;
import io.tickgate.core.GatewaySettings;
import io.tickgate.core.broadcast.BackboneContract;
import io.tickgate.core.broadcast.BroadcastEngine;
import io.tickgate.core.broadcast.BulkSender;
import io.tickgate.core.broadcast.RecordingReplica;
import io.tickgate.core.broadcast.StoredPublication;
import io.tickgate.core.broadcast.Topic;
import io.tickgate.core.broadcast.TopicDirectory;
import io.tickgate.core.config.GatewayConfig;
import io.tickgate.core.config.MemoryPlan;
import io.tickgate.core.time.SystemClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Redis is held to what is asked of every backbone. */
class RedisBackboneTest extends BackboneContract {
    @TempDir
    private Path directory = Path.of("");

    private RedisServer redis = RedisServer.none();
    private final List<RedisBackbone> backbones = new ArrayList<>();
    private final List<DefaultEventExecutorGroup> loops = new ArrayList<>();

    @BeforeEach
    void startRedis() {
        redis = RedisServer.start(directory);
    }

    @AfterEach
    void stop() {
        backbones.forEach(RedisBackbone::close);
        loops.forEach(group -> group.shutdownGracefully(0, 1, TimeUnit.SECONDS));
        redis.close();
    }

    @Override
    protected Node newNode() {
        return node(redis.uri(), RecordingReplica::new);
    }

    private Node node(String uri, Function<TopicDirectory, RecordingReplica> newReplica) {
        GatewayConfig config = GatewayConfig.of(Map.of("redis.uris", uri, "redis.buckets", "4"));
        DefaultEventExecutorGroup group = new DefaultEventExecutorGroup(2);
        loops.add(group);
        List<EventExecutor> executors = new ArrayList<>();
        group.forEach(executors::add);
        BroadcastEngine engine = new BroadcastEngine(
                executors,
                GatewaySettings.engine(config, MemoryPlan.of(config), true),
                new SystemClock(),
                UnpooledByteBufAllocator.DEFAULT,
                loop -> BulkSender.ONE_BY_ONE);
        RedisBackbone backbone = new RedisBackbone(
                new RedisClients(List.of(RedisURI.create(uri)), false, Duration.ofSeconds(2), null),
                RedisBackboneFactory.settings(config, Duration.ofSeconds(3)));
        backbones.add(backbone);
        RecordingReplica replica = newReplica.apply(engine.directory());
        backbone.start(replica);
        eventually("Redis", () -> backbone.health().isAvailable());
        return new Node(engine.directory(), backbone, replica);
    }

    @Test
    void aTopicIsForgottenBeforeWhatCameAfterThatAlsoWhereTheWordOfItIsLate() {
        FaultProxy proxy = new FaultProxy(redis.port());
        List<String> told = new CopyOnWriteArrayList<>();
        Node far = node(proxy.uri(), directory -> new RecordingReplica(directory) {
            @Override
            public boolean apply(Topic topic, StoredPublication publication) {
                boolean isNew = publication.offset() > offset(topic);
                boolean isApplied = super.apply(topic, publication);
                if (isNew && isApplied) {
                    told.add("applied");
                }
                return isApplied;
            }

            @Override
            public void forgotten(Topic topic) {
                super.forgotten(topic);
                told.add("forgotten");
            }
        });
        Node near = newNode();
        follow(far, "market_data:A");
        append(far, "market_data:A", draft("a"));
        eventually("the first", () -> told.equals(List.of("applied")));

        proxy.mutePubSub();
        forget(near, "market_data:A");
        append(far, "market_data:A", draft("b"));

        assertThat(told).containsExactly("applied", "forgotten", "applied");
        // Pub/Sub is found to be dead, and all is compared anew.
        long caughtUp = far.backbone().counts().getOrDefault("buckets_caught_up", 0L);
        eventually("Pub/Sub", () -> far.backbone().counts().getOrDefault("buckets_caught_up", 0L) > caughtUp);
        append(near, "market_data:A", draft("c"));
        eventually("the last", () -> told.size() > 3);
        assertThat(told).containsExactly("applied", "forgotten", "applied", "applied");
        proxy.close();
    }

    @Override
    protected void eventually(String what, BooleanSupplier condition) {
        Awaitility.await(what)
                .atMost(Duration.ofSeconds(10))
                .pollInterval(Duration.ofMillis(5))
                .until(condition::getAsBoolean);
    }
}
