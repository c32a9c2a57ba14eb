package io.tickgate.core.broadcast;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickgate.core.frame.FrameKind;
import io.tickgate.core.metrics.Counter;
import io.tickgate.core.metrics.ShardCounters;
import io.tickgate.core.sim.LimitedAllocator;
import io.tickgate.core.sim.ManualClock;
import io.tickgate.core.sim.ManualLoop;
import io.tickgate.core.sim.ManualLoops;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Groups, audiences, batches and their sender, together as the shard uses them. */
class ShardTest {
    private static final FamilySettings FAMILY = new FamilySettings("f", false, 0, 0, 0, SlowPolicy.CLOSE);
    private static final int TURN_BYTES = 64;

    private final LimitedAllocator allocator = new LimitedAllocator();
    private final ManualLoops loops = new ManualLoops(1, 1, false);
    private final ManualLoop loop = loops.all().get(0);
    private final ShardCounters counters = new ShardCounters(1);
    private final Shard shard = LoneShard.of(loop, new ManualClock(), counters, allocator, TURN_BYTES, 0, 0);
    private final Topic family = new Topic("f", null, 0, 0, FAMILY, shard, 1, null);
    private final Topic a = new Topic("f:a", family, 0, 1, FAMILY, shard, 1, null);
    private final Topic b = new Topic("f:b", family, 0, 1, FAMILY, shard, 1, null);
    private final List<RecordingSubscriber> subscribers = new ArrayList<>();
    private long offset;

    @AfterEach
    void nothingIsLeft() {
        loops.runAs(loop, shard::close);
        subscribers.forEach(RecordingSubscriber::letGo);
        assertThat(allocator.used()).isZero();
    }

    private RecordingSubscriber subscriber() {
        RecordingSubscriber subscriber = new RecordingSubscriber(shard, FrameKind.JSON);
        subscribers.add(subscriber);
        return subscriber;
    }

    private Subscription place(Subscriber subscriber, Topic topic) {
        Subscription subscription = new Subscription(subscriber, topic, Terms.NONE, false);
        loops.runAs(loop, () -> shard.place(subscription));
        return subscription;
    }

    private void deliver(Topic topic, String text, @Nullable Subscriber excluded) {
        Treatment treatment =
                excluded == null ? Treatment.NORMAL : new Treatment(Exclusion.of("excluded", excluded), true, false);
        LoneShard.deliver(loops, loop, shard, topic, ++offset, LoneShard.frame(allocator, text), treatment);
    }

    private void deliver(Topic topic, String text) {
        deliver(topic, text, null);
    }

    @Test
    void whatOneTurnBringsGoesOutInOneSend() {
        RecordingSubscriber one = subscriber();
        place(one, a);

        deliver(a, "1");
        deliver(a, "2");
        assertThat(one.bytes()).isEmpty();
        loops.runAll();

        assertThat(one.bytes()).isEqualTo("12");
        assertThat(counters.get(Counter.SENDS)).isEqualTo(1);
        assertThat(counters.get(Counter.DELIVERED)).isEqualTo(2);
    }

    @Test
    void severalTopicsAreGatheredInOneSendPerSubscriber() {
        RecordingSubscriber both = subscriber();
        RecordingSubscriber one = subscriber();
        place(both, a);
        place(both, b);
        place(one, b);

        deliver(a, "a1");
        deliver(b, "b1");
        deliver(a, "a2");
        loops.runAll();

        assertThat(both.bytes()).isEqualTo("a1a2b1");
        assertThat(one.bytes()).isEqualTo("b1");
        assertThat(counters.get(Counter.SENDS)).isEqualTo(2);
    }

    @Test
    void aSubscriberWhoTakesOnlyAPartGetsTheRestQueuedInOrder() {
        for (int accepted = 0; accepted <= 9; accepted++) {
            RecordingSubscriber partial = subscriber();
            partial.accept(accepted);
            Subscription first = place(partial, a);
            Subscription second = place(partial, b);

            deliver(a, "a1");
            deliver(b, "b1b1");
            deliver(a, "a2");
            loops.runAll();

            assertThat(partial.bytes()).as("after %d bytes", accepted).isEqualTo("a1a2b1b1");
            assertThat(partial.queuedCount() > 0).isEqualTo(accepted < 8);
            assertThat(partial.flushes() > 0).isEqualTo(accepted < 8);
            loops.runAs(loop, () -> {
                shard.remove(first);
                shard.remove(second);
            });
        }
    }

    @Test
    void aBatchLargerThanTheScratchBufferGoesByItself() {
        RecordingSubscriber one = subscriber();
        place(one, a);
        place(one, b);

        // One frame may be larger than a turn; it is joined with nothing, and ends the turn.
        deliver(a, "a");
        deliver(b, "b".repeat(TURN_BYTES + 10));

        assertThat(one.bytes()).isEqualTo("a" + "b".repeat(TURN_BYTES + 10));
        assertThat(counters.get(Counter.SENDS)).isEqualTo(2);
    }

    @Test
    void aTurnIsSentEarlyWhenItIsFull() {
        RecordingSubscriber one = subscriber();
        place(one, a);

        deliver(a, "x".repeat(TURN_BYTES));
        assertThat(one.bytes()).isEmpty();
        deliver(a, "y");

        assertThat(one.bytes()).hasSize(TURN_BYTES + 1);
    }

    @Test
    void whoIsBehindKeepsAsMuchMemoryAsItsBytesTake() {
        RecordingSubscriber slow = subscriber();
        slow.accept(0);
        place(slow, a);

        deliver(a, "123");
        deliver(a, "456");
        loops.runAll();

        assertThat(slow.bytes()).isEqualTo("123456");
        assertThat(slow.lastQueuedCapacity()).isEqualTo(6);
    }

    @Test
    void theExcludedOneMissesOneAndKeepsTheOrderOfTheOthers() {
        RecordingSubscriber excluded = subscriber();
        RecordingSubscriber other = subscriber();
        place(excluded, a);
        place(other, a);

        deliver(a, "1");
        deliver(a, "2", excluded);
        deliver(a, "3");
        loops.runAll();

        assertThat(excluded.bytes()).isEqualTo("13");
        assertThat(other.bytes()).isEqualTo("123");
        assertThat(counters.get(Counter.DELIVERED)).isEqualTo(5);
    }

    @Test
    void theLastMemberStillGetsFramesAfterAnEarlierOneLeft() {
        RecordingSubscriber first = subscriber();
        RecordingSubscriber last = subscriber();
        Subscription leaving = place(first, a);
        place(last, a);

        deliver(a, "1");
        loops.runAs(loop, () -> shard.remove(leaving));
        deliver(a, "2");
        loops.runAll();

        assertThat(first.bytes()).isEqualTo("1");
        assertThat(last.bytes()).isEqualTo("12");
    }

    @Test
    void whoJoinsInTheMiddleOfATurnGetsOnlyWhatComesAfterwards() {
        RecordingSubscriber early = subscriber();
        RecordingSubscriber late = subscriber();
        place(early, a);

        deliver(a, "1");
        place(late, a);
        deliver(a, "2");
        loops.runAll();

        assertThat(early.bytes()).isEqualTo("12");
        assertThat(late.bytes()).isEqualTo("2");
    }

    @Test
    void aGroupForgetsItsKindsAndItselfWhenItsLastSubscriberLeft() {
        Subscription json = place(subscriber(), a);
        Subscription msgpack = place(new RecordingSubscriber(shard, FrameKind.MSGPACK), a);
        assertThat(TopicProbe.ownNeeds(a, 0)).isEqualTo(FrameKind.JSON.bit() | FrameKind.MSGPACK.bit());

        loops.runAs(loop, () -> shard.remove(msgpack));
        assertThat(TopicProbe.ownNeeds(a, 0)).isEqualTo(FrameKind.JSON.bit());
        loops.runAs(loop, () -> shard.remove(json));

        assertThat(a.hasSubscribers()).isFalse();
    }

    @Test
    void aGroupStaysForWhoIsExpected() {
        RecordingSubscriber coming = subscriber();
        Subscription other = place(subscriber(), a);

        loops.runAs(loop, () -> {
            shard.expect(a, coming.kind().bit());
            shard.remove(other);
        });
        assertThat(TopicProbe.ownNeeds(a, 0)).isEqualTo(FrameKind.JSON.bit());
        loops.runAs(loop, () -> shard.arrived(a));

        assertThat(a.hasSubscribers()).isFalse();
    }

    @Test
    void aKindThatNobodyAskedForWhenItWasNumberedIsSkipped() {
        RecordingSubscriber late = new RecordingSubscriber(shard, FrameKind.MSGPACK);
        place(late, a);

        deliver(a, "1");
        loops.runAll();

        assertThat(late.bytes()).isEmpty();
    }

    @Test
    void whatCannotBeJoinedForWantOfMemoryIsSentByItselfAndNothingIsLost() {
        RecordingSubscriber keepsUp = subscriber();
        RecordingSubscriber slow = subscriber();
        place(keepsUp, a);
        place(slow, a);
        slow.accept(1);
        allocator.leave(8);

        deliver(a, "12");
        deliver(a, "34");
        deliver(a, "56");
        loops.runAll();

        assertThat(keepsUp.bytes()).isEqualTo("123456");
        assertThat(slow.bytes()).isEqualTo("123456");
    }
}
