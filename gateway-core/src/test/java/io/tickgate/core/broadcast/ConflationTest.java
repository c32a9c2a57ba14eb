package io.tickgate.core.broadcast;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.tickgate.core.frame.FrameKind;
import io.tickgate.core.frame.WebSocketFrames;
import io.tickgate.core.metrics.Counter;
import io.tickgate.core.metrics.ShardCounters;
import io.tickgate.core.sim.LimitedAllocator;
import io.tickgate.core.sim.ManualClock;
import io.tickgate.core.sim.ManualLoop;
import io.tickgate.core.sim.ManualLoops;
import io.tickgate.protocol.message.WireFormat;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What subscribers get who named a frequency. A publication's payload is its text and nothing else. */
class ConflationTest {
    private static final FamilySettings STATES = new FamilySettings("f", true, 0, 0, 0, SlowPolicy.CONFLATE);
    private static final Treatment UNMERGED = new Treatment(null, false, false);
    private static final Terms FIVE_HZ = new Terms(RateClass.FIVE, false);
    private static final int BYTES_MAX = 40;

    private final LimitedAllocator allocator = new LimitedAllocator();
    private final ManualLoops loops = new ManualLoops(1, 1, false);
    private final ManualLoop loop = loops.all().get(0);
    private final ManualClock clock = new ManualClock();
    private final ShardCounters counters = new ShardCounters(1);
    private final Shard shard = LoneShard.of(loop, clock, counters, allocator, 4096, BYTES_MAX, 0);
    private final Topic family = new Topic("f", null, 0, 0, STATES, shard, 1, null);
    private final Topic a = new Topic("f:a", family, 0, 1, STATES, shard, 1, null);
    private final Topic b = new Topic("f:b", family, 0, 2, STATES, shard, 1, null);
    private final List<RecordingSubscriber> subscribers = new ArrayList<>();
    private final List<Subscription> placed = new ArrayList<>();
    private long offset;

    @AfterEach
    void nothingIsLeft() {
        placed.forEach(this::remove);
        subscribers.forEach(RecordingSubscriber::letGo);
        assertThat(counters.get(Counter.CONFLATION_BYTES)).isZero();
        loops.runAs(loop, shard::close);
        assertThat(allocator.used()).isZero();
    }

    private RecordingSubscriber subscriber() {
        RecordingSubscriber subscriber = new RecordingSubscriber(shard, FrameKind.JSON);
        subscribers.add(subscriber);
        return subscriber;
    }

    private RecordingSubscriber subscribe(Topic topic, Terms terms) {
        RecordingSubscriber subscriber = subscriber();
        place(subscriber, topic, terms);
        return subscriber;
    }

    private Subscription place(Subscriber subscriber, Topic topic, Terms terms) {
        Subscription subscription = new Subscription(subscriber, topic, terms, false);
        loops.runAs(loop, () -> shard.place(subscription));
        placed.add(subscription);
        return subscription;
    }

    private void remove(Subscription subscription) {
        if (subscription.isPlaced()) {
            loops.runAs(loop, () -> shard.remove(subscription));
        }
    }

    private void publish(Topic topic, String text, Treatment treatment) {
        byte[] payload = text.getBytes(StandardCharsets.US_ASCII);
        ByteBuf frame = WebSocketFrames.data(allocator, WireFormat.JSON, false, payload, 0, payload.length);
        LoneShard.deliver(loops, loop, shard, topic, ++offset, frame, treatment);
        loops.runAll();
    }

    private void publish(Topic topic, String text) {
        publish(topic, text, Treatment.NORMAL);
    }

    private void pass(int millis) {
        for (int left = millis; left > 0; left -= 10) {
            Duration step = Duration.ofMillis(Math.min(left, 10));
            clock.advance(step);
            loops.advance(step);
            loops.runAll();
        }
    }

    /** The texts that came, one behind the other, without headers: none is long enough for a length that could be read. */
    private static String texts(RecordingSubscriber subscriber) {
        return subscriber.bytes().replaceAll("[^ -~]", "");
    }

    @Test
    void theFirstGoesAtOnceAndTheNewestOfTheRestAtTheTick() {
        RecordingSubscriber one = subscribe(a, FIVE_HZ);

        publish(a, "{1}");
        assertThat(texts(one)).isEqualTo("{1}");
        publish(a, "{2}");
        publish(a, "{3}");
        assertThat(texts(one)).isEqualTo("{1}");
        pass(200);

        assertThat(texts(one)).isEqualTo("{1}{3}");
        assertThat(counters.get(Counter.CONFLATED_AS_ASKED)).isEqualTo(1);
        assertThat(counters.get(Counter.DELIVERED)).isEqualTo(2);
    }

    @Test
    void aQuietTopicDoesNotWaitForABusyOne() {
        RecordingSubscriber all = subscribe(family, FIVE_HZ);

        publish(a, "{a1}");
        publish(a, "{a2}");
        publish(b, "{b1}");

        assertThat(texts(all)).isEqualTo("{a1}{b1}");
    }

    @Test
    void afterASilenceOfOnePeriodTheNextGoesAtOnceAgain() {
        RecordingSubscriber one = subscribe(a, FIVE_HZ);

        publish(a, "{1}");
        pass(199);
        publish(a, "{2}");
        assertThat(texts(one)).isEqualTo("{1}");
        pass(401);
        publish(a, "{3}");

        assertThat(texts(one)).isEqualTo("{1}{2}{3}");
    }

    @Test
    void inTheLongRunNoMoreComesThanWasAskedFor() {
        RecordingSubscriber slow = subscribe(a, new Terms(RateClass.TWO, false));

        for (int i = 0; i < 1000; i++) {
            publish(a, "{x}");
            pass(10);
        }

        // Ten seconds at two a second, and the first one.
        assertThat(texts(slow).length() / 3).isBetween(20, 21);
    }

    @Test
    void whatMustNotBeMergedComesByItselfAndBehindWhatWaits() {
        RecordingSubscriber one = subscribe(a, FIVE_HZ);

        publish(a, "{1}");
        publish(a, "{2}");
        publish(a, "{trade}", UNMERGED);
        publish(a, "{4}");
        assertThat(texts(one)).isEqualTo("{1}{2}{trade}");
        pass(200);

        assertThat(texts(one)).isEqualTo("{1}{2}{trade}{4}");
    }

    @Test
    void anExcludedOneMissesOnlyWhatExcludesIt() {
        RecordingSubscriber excluded = subscribe(a, FIVE_HZ);
        RecordingSubscriber other = subscriber();
        for (int phase = 1; phase < Tickers.PHASES; phase++) {
            shard.nextPhase();
        }
        place(other, a, FIVE_HZ);

        publish(a, "{1}");
        publish(a, "{2}");
        publish(a, "{3}", new Treatment(Exclusion.of("excluded", excluded), true, false));
        publish(a, "{4}");
        pass(200);

        assertThat(texts(excluded)).isEqualTo("{1}{2}{4}");
        assertThat(texts(other)).isEqualTo("{1}{2}{3}{4}");
    }

    @Test
    void whoJoinsGetsNothingOfWhatCameBefore() {
        subscribe(family, FIVE_HZ);
        for (int phase = 1; phase < Tickers.PHASES; phase++) {
            shard.nextPhase();
        }
        publish(a, "{a1}");
        publish(a, "{a2}");
        publish(b, "{b1}");
        publish(b, "{b2}");

        RecordingSubscriber late = subscribe(family, FIVE_HZ);
        publish(b, "{b3}");
        pass(200);
        publish(a, "{a4}");
        pass(200);

        assertThat(texts(late)).isEqualTo("{b3}{a4}");
        assertThat(texts(subscribers.get(0))).isEqualTo("{a1}{b1}{a2}{b3}{a4}");
    }

    @Test
    void whoJoinsGetsWhatGoesAtOnceMeanwhile() {
        subscribe(family, FIVE_HZ);
        for (int phase = 1; phase < Tickers.PHASES; phase++) {
            shard.nextPhase();
        }
        publish(a, "{a1}");
        publish(a, "{a2}");

        RecordingSubscriber late = subscribe(family, FIVE_HZ);
        publish(b, "{b1}");
        publish(a, "{a3}", UNMERGED);

        assertThat(texts(late)).isEqualTo("{b1}{a3}");
    }

    @Test
    void whoChangesItsTermsGetsWhatWaitedFirst() {
        RecordingSubscriber one = subscriber();
        Subscription subscription = place(one, a, FIVE_HZ);
        publish(a, "{1}");
        publish(a, "{2}");

        loops.runAs(loop, () -> shard.setTerms(subscription, Terms.NONE));
        assertThat(texts(one)).isEqualTo("{1}{2}");
        publish(a, "{3}");
        publish(a, "{4}");

        assertThat(texts(one)).isEqualTo("{1}{2}{3}{4}");
    }

    @Test
    void whoLeavesGetsNothingMore() {
        RecordingSubscriber one = subscriber();
        Subscription leaving = place(one, a, FIVE_HZ);
        RecordingSubscriber stays = subscriber();
        place(stays, a, FIVE_HZ);
        publish(a, "{1}");
        publish(a, "{2}");

        remove(leaving);
        pass(400);

        assertThat(texts(one)).isEqualTo("{1}");
        assertThat(texts(stays)).isEqualTo("{1}{2}");
    }

    @Test
    void theFamilysOwnTopicIsNeverMerged() {
        RecordingSubscriber all = subscribe(family, FIVE_HZ);

        publish(family, "{1}");
        publish(family, "{2}");

        assertThat(texts(all)).isEqualTo("{1}{2}");
    }

    @Test
    void aFrameSaysHowManyItStandsForWhereThatWasAskedFor() {
        RecordingSubscriber counting = subscribe(a, new Terms(RateClass.FIVE, true));

        publish(a, "{\"a\":1}");
        publish(a, "{\"a\":2}");
        publish(a, "{\"a\":3}");
        pass(200);

        assertThat(texts(counting)).isEqualTo("{\"a\":1,\"update_count\":1}{\"a\":3,\"update_count\":2}");
    }

    @Test
    void beyondItsBytesNothingWaits() {
        RecordingSubscriber all = subscribe(family, FIVE_HZ);
        String large = "{" + "x".repeat(BYTES_MAX) + "}";

        publish(a, "{a1}");
        publish(b, "{b1}");
        publish(a, large);
        assertThat(counters.get(Counter.CONFLATION_BYTES)).isGreaterThan(BYTES_MAX);
        publish(b, "{b2}");

        assertThat(texts(all)).isEqualTo("{a1}{b1}{b2}");
        pass(200);
        assertThat(texts(all)).endsWith(large);
    }

    @Test
    void subscribersAreSpreadOverPhasesAndShareTheBytesThatWait() {
        List<RecordingSubscriber> many = new ArrayList<>();
        for (int i = 0; i < 2 * Tickers.PHASES; i++) {
            many.add(subscribe(a, new Terms(RateClass.ONE, false)));
        }
        publish(a, "{1}");
        publish(a, "{2}");
        assertThat(counters.get(Counter.CONFLATION_BYTES)).isEqualTo(5);

        for (int phase = 0; phase < Tickers.PHASES; phase++) {
            long got = many.stream().filter(one -> texts(one).equals("{1}{2}")).count();
            assertThat(got).isEqualTo(2L * phase);
            pass(1000 / Tickers.PHASES);
        }
        assertThat(many).allMatch(one -> texts(one).equals("{1}{2}"));
    }
}
