package io.tickgate.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.util.concurrent.DefaultEventExecutorGroup;
import io.tickgate.core.broadcast.Topic;
import io.tickgate.core.broadcast.TopicDirectory;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A bucket knows the topics that decide whether it is needed, and no more. */
class FollowedBucketTest {
    private final DefaultEventExecutorGroup loops = new DefaultEventExecutorGroup(1);
    private final TopicDirectory directory = HomeFeedTest.directory(loops.next());
    private final FollowedBucket bucket = new FollowedBucket(new Bucket("{tickgate:market_data:0}", "node"), 0);
    private final Topic a = topic("market_data:A");
    private final Topic b = topic("market_data:B");

    private Topic topic(String name) {
        return Objects.requireNonNull(directory.resolveAny(name));
    }

    @AfterEach
    void stop() {
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }

    @Test
    void whatIsNotPlacedAnyMoreIsDroppedUnlessItIsPlacedMeanwhile() {
        bucket.know(a);
        bucket.know(b);

        assertThat(bucket.look()).containsExactlyInAnyOrder(a, b);
        assertThat(bucket.look()).as("while the homes are asked").isEmpty();
        bucket.know(b);
        bucket.onLooked(List.of(a, b));

        assertThat(bucket.topics()).containsExactly(b);
        assertThat(bucket.look()).containsExactly(b);
    }

    @Test
    void oneThatStaysForItsFamilyKnowsNone() {
        bucket.know(a);
        bucket.keep();
        bucket.know(b);

        assertThat(bucket.topics()).isEmpty();
    }
}
