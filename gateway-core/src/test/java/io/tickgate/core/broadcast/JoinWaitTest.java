package io.tickgate.core.broadcast;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickgate.core.frame.FrameKind;
import io.tickgate.core.metrics.Counter;
import io.tickgate.core.metrics.ShardCounters;
import io.tickgate.core.sim.LimitedAllocator;
import io.tickgate.core.sim.ManualClock;
import io.tickgate.core.sim.ManualLoop;
import io.tickgate.core.sim.ManualLoops;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Sends that are put off by {@code outbound.join-wait}: a send takes 1 ms here, so the next ones wait for 3 ms. */
class JoinWaitTest {
    private static final FamilySettings FAMILY = new FamilySettings("f", false, 0, 0, 0, SlowPolicy.CLOSE);
    private static final int TURN_BYTES = 64;
    private static final Duration SEND = Duration.ofMillis(1);

    private final LimitedAllocator allocator = new LimitedAllocator();
    private final ManualLoops loops = new ManualLoops(1, 1, false);
    private final ManualLoop loop = loops.all().get(0);
    private final ManualClock clock = new ManualClock();
    private final ShardCounters counters = new ShardCounters(1);
    private final Shard shard = LoneShard.of(
            loop,
            clock,
            counters,
            allocator,
            TURN_BYTES,
            0,
            Duration.ofMillis(10).toNanos());
    private final Topic topic = new Topic("f:a", null, 0, 0, FAMILY, shard, 1, null);
    private final RecordingSubscriber one = new RecordingSubscriber(shard, FrameKind.JSON);
    private final Subscription subscription = new Subscription(one, topic, Terms.NONE, false);
    private long offset;

    @BeforeEach
    void place() {
        one.beforeSend(() -> clock.advance(SEND));
        loops.runAs(loop, () -> shard.place(subscription));
    }

    @AfterEach
    void nothingIsLeft() {
        loops.runAs(loop, shard::close);
        one.letGo();
        assertThat(allocator.used()).isZero();
    }

    private void deliver(String text, boolean urgent) {
        Treatment treatment = new Treatment(null, true, urgent);
        LoneShard.deliver(loops, loop, shard, topic, ++offset, LoneShard.frame(allocator, text), treatment);
        loops.runAll();
    }

    private void deliver(String text) {
        deliver(text, false);
    }

    private void pass(Duration time) {
        clock.advance(time);
        loops.advance(time);
        loops.runAll();
    }

    @Test
    void whatComesSoonAfterSendsLeavesTogetherThreeTimesAsLongAfterThem() {
        deliver("1");
        assertThat(one.bytes()).isEqualTo("1");

        deliver("2");
        pass(Duration.ofMillis(2));
        deliver("3");
        assertThat(one.bytes()).isEqualTo("1");

        pass(Duration.ofMillis(1));
        assertThat(one.bytes()).isEqualTo("123");
        assertThat(counters.get(Counter.SENDS)).isEqualTo(2);
        assertThat(counters.get(Counter.TURNS_PUT_OFF)).isEqualTo(1);
    }

    @Test
    void whatComesLaterIsSentAtOnce() {
        deliver("1");
        pass(Duration.ofMillis(3));

        deliver("2");

        assertThat(one.bytes()).isEqualTo("12");
        assertThat(counters.get(Counter.TURNS_PUT_OFF)).isZero();
    }

    @Test
    void nothingWaitsForLongerThanIsAllowed() {
        one.beforeSend(() -> clock.advance(Duration.ofSeconds(1)));
        deliver("1");

        deliver("2");
        pass(Duration.ofMillis(9));
        assertThat(one.bytes()).isEqualTo("1");

        pass(Duration.ofMillis(1));
        assertThat(one.bytes()).isEqualTo("12");
    }

    @Test
    void whatIsUrgentTakesAlongWhatWaits() {
        deliver("1");
        deliver("2");

        deliver("!", true);

        assertThat(one.bytes()).isEqualTo("12!");
        pass(Duration.ofMillis(3));
        deliver("3");
        assertThat(one.bytes()).isEqualTo("12!3");
    }

    @Test
    void aLongWaitThatIsOverLeavesNoneBehind() {
        one.beforeSend(() -> clock.advance(Duration.ofSeconds(1)));
        deliver("1");
        deliver("2");
        one.beforeSend(() -> clock.advance(SEND));
        deliver("!", true);

        deliver("3");
        pass(Duration.ofMillis(3));

        assertThat(one.bytes()).isEqualTo("12!3");
    }

    @Test
    void whatIsEnoughForATurnDoesNotWait() {
        deliver("1");

        deliver("x".repeat(TURN_BYTES + 1));

        assertThat(one.bytes()).hasSize(TURN_BYTES + 2);
    }

    @Test
    void whoLeavesOrEntersMeanwhileGetsWhatIsOwed() {
        deliver("1");
        deliver("2");

        RecordingSubscriber late = new RecordingSubscriber(shard, FrameKind.JSON);
        Subscription entered = new Subscription(late, topic, Terms.NONE, false);
        loops.runAs(loop, () -> shard.place(entered));
        assertThat(one.bytes()).isEqualTo("12");
        assertThat(late.bytes()).isEmpty();

        deliver("3");
        loops.runAs(loop, () -> shard.remove(subscription));
        assertThat(one.bytes()).isEqualTo("123");
        pass(Duration.ofMillis(3));
        assertThat(late.bytes()).isEqualTo("3");
    }

    @Test
    void whatIsWrittenBesideIsFlushedAtTheEndOfItsTurn() {
        deliver("1");
        deliver("2");

        loops.runAs(loop, () -> shard.flushLater(one));
        loops.runAll();

        assertThat(one.flushes()).isEqualTo(1);
        assertThat(one.bytes()).isEqualTo("1");
    }
}
