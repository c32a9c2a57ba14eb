package io.tickgate.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.util.concurrent.DefaultEventExecutorGroup;
import io.netty.util.concurrent.EventExecutor;
import io.tickgate.core.GatewaySettings;
import io.tickgate.core.broadcast.BroadcastEngine;
import io.tickgate.core.broadcast.BulkSender;
import io.tickgate.core.broadcast.RecordingReplica;
import io.tickgate.core.broadcast.StoredPublication;
import io.tickgate.core.broadcast.Topic;
import io.tickgate.core.broadcast.TopicDirectory;
import io.tickgate.core.config.GatewayConfig;
import io.tickgate.core.config.MemoryPlan;
import io.tickgate.core.sim.Bodies;
import io.tickgate.core.time.SystemClock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of a hole that cannot be filled at once. */
class HomeFeedTest {
    private static final long START = 10;

    private final DefaultEventExecutorGroup loops = new DefaultEventExecutorGroup(1);
    private final EventExecutor loop = loops.next();
    private final TopicDirectory directory = directory(loop);
    private final Topic topic = Objects.requireNonNull(directory.resolveAny("market_data:A"));
    private final AtomicInteger reads = new AtomicInteger();

    static TopicDirectory directory(EventExecutor loop) {
        GatewayConfig config = GatewayConfig.of(Map.of());
        return new BroadcastEngine(
                        List.of(loop),
                        GatewaySettings.engine(config, MemoryPlan.of(config), true),
                        new SystemClock(),
                        UnpooledByteBufAllocator.DEFAULT,
                        made -> BulkSender.ONE_BY_ONE)
                .directory();
    }

    @AfterEach
    void stop() {
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }

    private static Kept publication(long offset) {
        return new Kept(new StoredPublication(offset, 1, Bodies.json("p" + offset), true, false, null, null, false), 0);
    }

    /** Refuses the first time. */
    private void read(Topic of, long after, long upTo, int countMax, HomeFeed.Missing answer) {
        if (reads.incrementAndGet() == 1) {
            answer.onRefused(Failures.AWAY);
        } else {
            answer.onRead(LongStream.rangeClosed(after + 1, upTo)
                    .mapToObj(HomeFeedTest::publication)
                    .toList());
        }
    }

    private void await(RecordingReplica replica, long offset) {
        Awaitility.await().until(() -> Objects.equals(replica.place(topic.name()), offset));
    }

    @Test
    void aHoleThatCouldNotBeReadIsReadAgainAndNobodyWaitsForThat() {
        RecordingReplica replica = new RecordingReplica(directory);
        HomeFeed feed = new HomeFeed(loop, replica, this::read, new ClusterCounts());
        AtomicInteger readsAtAnswer = new AtomicInteger(-1);

        loop.execute(() -> {
            feed.onRecord(topic, new TopicRecord(START, 1, 0, null), START);
            feed.onAppended(topic, publication(START + 3), () -> readsAtAnswer.set(reads.get()));
        });

        await(replica, START + 3);
        assertThat(replica.applied(topic.name()))
                .extracting(StoredPublication::offset)
                .containsExactly(START + 1, START + 2, START + 3);
        assertThat(readsAtAnswer).hasValue(1);
        assertThat(replica.lost()).isEmpty();
    }

    @Test
    void aLossThatThereIsNoMemoryToTellOfIsToldLater() {
        AtomicInteger attempts = new AtomicInteger();
        RecordingReplica replica = new RecordingReplica(directory) {
            @Override
            public void lose(Topic of, long upTo) {
                if (attempts.incrementAndGet() == 1) {
                    throw new OutOfMemoryError("of this test");
                }
                super.lose(of, upTo);
            }
        };
        HomeFeed feed = new HomeFeed(
                loop, replica, (of, after, upTo, max, answer) -> answer.onRead(List.of()), new ClusterCounts());

        loop.execute(() -> {
            feed.onRecord(topic, new TopicRecord(START, 1, 0, null), START);
            feed.need(topic, START + 3);
        });

        await(replica, START + 3);
        assertThat(replica.lost()).containsExactly(topic.name() + '@' + (START + 3));
        assertThat(attempts).hasValue(2);
    }
}
