package io.tickgate.core.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickgate.core.broadcast.PublishOptions;
import io.tickgate.core.broadcast.SlowPolicy;
import io.tickgate.core.frame.FrameKind;
import io.tickgate.core.metrics.Counter;
import io.tickgate.core.sim.Bodies;
import io.tickgate.core.sim.ReceivedFrames.Closed;
import io.tickgate.core.sim.Reply;
import io.tickgate.core.sim.SimulatedClient;
import io.tickgate.core.sim.Simulation;
import io.tickgate.core.sim.SimulationSettings;
import io.tickgate.protocol.message.NoticeMessage.Lag;
import io.tickgate.protocol.message.Priority;
import io.tickgate.protocol.message.ServerMessage;
import io.tickgate.protocol.message.UpdateMessage.PublicationMessage;
import io.tickgate.protocol.message.WireFormat;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One client whose socket takes nothing for a while, and what it finds when it reads again. */
class LanesTest {
    private static final String TICKS = "market_data:A";
    private static final String OTHER_TICKS = "market_data:B";
    private static final String TRADES = "chart_updates:A";
    private static final String NOTICES = "notifications";

    private static final int QUEUE_BYTES = 110_000;

    private final Simulation simulation = new Simulation(new SimulationSettings()
            .lowWaterBytes(2_000)
            .queueBytesMax(QUEUE_BYTES)
            .slow("chart_updates", SlowPolicy.DROP_OLDEST));
    private final SimulatedClient client = simulation.connect(0, FrameKind.JSON);

    @AfterEach
    void nothingIsLeft() {
        simulation.end();
    }

    private void stalled(String... channels) {
        for (String channel : channels) {
            client.subscribe(channel);
        }
        simulation.loops().runAll();
        client.run(client.connection()::acceptNothing);
        // The socket is full, and what it has begun goes out first whatever comes.
        publish(channels[0], "begun");
    }

    private void publish(String channel, String name) {
        publish(channel, name, 50, null);
    }

    private void publish(String channel, String name, int chars, @Nullable Priority priority) {
        simulation.publish(
                0,
                channel,
                Bodies.of(WireFormat.JSON, name, chars),
                new PublishOptions(priority, null, null),
                new Reply());
        simulation.loops().runAll();
    }

    private void publish(String channel, String name, int count) {
        for (int i = 0; i < count; i++) {
            publish(channel, name + i, 200, null);
        }
    }

    private void urgent(String channel, String name) {
        publish(channel, name, 50, Priority.HIGH);
    }

    /** What arrives from now on: the names of publications, the types of everything else. */
    private List<String> read() {
        int before = client.messages().size();
        client.run(client.connection()::acceptAll);
        simulation.loops().runAll();
        List<ServerMessage> all = client.messages();
        return all.subList(before, all.size()).stream().map(ServerMessage::type).toList();
    }

    /** How many publications came behind the word about those that did not. */
    private static int behind(List<String> got) {
        return got.size() - got.indexOf("lag") - 1;
    }

    private static String lag(Lag lag) {
        return lag.channel() + " " + lag.from() + ".." + lag.to() + " " + lag.dropped() + " " + lag.reason();
    }

    @Test
    void whatWaitsBelowTheLowWaterComesAsItWasPublished() {
        stalled(TICKS, TRADES);
        publish(TICKS, "a");
        publish(TRADES, "b");
        publish(TICKS, "c");

        assertThat(read()).containsExactly("begun", "a", "b", "c");
        assertThat(simulation.counter(Counter.CONFLATED)).isZero();
    }

    @Test
    void anUrgentPublicationOvertakesThoseOfOtherChannels() {
        stalled(TICKS, NOTICES);
        publish(TICKS, "a");
        urgent(NOTICES, "fire");
        publish(TICKS, "b");

        assertThat(read()).containsExactly("begun", "fire", "a", "b");
    }

    @Test
    void anUrgentPublicationTakesWithItWhatWaitsOfItsChannel() {
        stalled(TICKS, NOTICES);
        publish(TICKS, "a");
        publish(NOTICES, "before");
        urgent(NOTICES, "fire");
        publish(NOTICES, "behind");
        publish(TICKS, "b");

        assertThat(read()).containsExactly("begun", "before", "fire", "behind", "a", "b");
    }

    @Test
    void anAnswerOvertakesEveryPublication() {
        stalled(TICKS, NOTICES);
        publish(TICKS, "a");
        urgent(NOTICES, "fire");
        client.ping();
        simulation.loops().runAll();

        assertThat(read()).containsExactly("begun", "pong", "fire", "a");
    }

    @Test
    void urgentPublicationsLeaveANinthToTheOthers() {
        stalled(TRADES, NOTICES);
        publish(TRADES, "t0", 4_200, null);
        publish(TRADES, "t1", 4_200, null);
        for (int i = 0; i < 90; i++) {
            publish(NOTICES, "n" + i, 900, Priority.URGENT);
        }

        List<String> got = read();

        assertThat(got.indexOf("t0")).isBetween(30, 45);
        assertThat(got.indexOf("t1")).isBetween(62, 88);
    }

    @Test
    void ofAStateOnlyTheNewestWaitsAboveTheLowWaterAndItIsTold() {
        stalled(TICKS, OTHER_TICKS);
        publish(OTHER_TICKS, "o", 12);
        publish(TICKS, "t", 12);
        simulation.pass(Duration.ofMillis(100));
        assertThat(simulation.counter(Counter.CONFLATING_NOW)).isEqualTo(1);

        List<String> got = read();

        simulation.pass(Duration.ofMillis(100));
        assertThat(simulation.counter(Counter.CONFLATING_NOW)).isZero();
        List<Lag> lags = client.received().all(Lag.class);
        assertThat(lags)
                .extracting(LanesTest::lag)
                .containsExactly("market_data:B 1..11 11 conflated", "market_data:A 2..12 11 conflated");
        assertThat(got).endsWith("lag", "o11", "lag", "t11");
        assertThat(simulation.counter(Counter.CONFLATED)).isEqualTo(22);
        assertThat(simulation.counter(Counter.LAGS)).isEqualTo(2);
        assertThat(simulation.counter(Counter.CONFLATING_SESSIONS)).isEqualTo(1);
        assertThat(client.received().isClosed()).isFalse();
    }

    @Test
    void aFamilyThatAllowsItLosesItsOldestAboveTheMaximumAndItIsTold() {
        stalled(TRADES);
        publish(TRADES, "t", 400);

        List<String> got = read();

        List<Lag> lags = client.received().all(Lag.class);
        assertThat(lags).singleElement().satisfies(lag -> {
            assertThat(lag.reason()).isEqualTo("queue_bytes");
            // What was begun came first, then what waited below the low water.
            assertThat(lag(lag))
                    .isEqualTo("chart_updates:A " + (got.indexOf("lag") + 1) + ".." + (401 - behind(got)) + " "
                            + lag.dropped() + " queue_bytes");
            assertThat(lag.dropped()).isEqualTo(401 - behind(got) - got.indexOf("lag"));
        });
        assertThat(got).endsWith("t398", "t399");
        assertThat(simulation.counter(Counter.DROPPED)).isEqualTo(lags.get(0).dropped());
        assertThat(client.received().isClosed()).isFalse();
    }

    @Test
    void aStreamThatMayLoseNothingEndsTheConnection() {
        stalled(NOTICES);
        publish(NOTICES, "n", 400);
        read();

        assertThat(client.received().last(Closed.class).status()).isEqualTo(4001);
        assertThat(client.received().all(Lag.class)).isEmpty();
    }

    @Test
    void statesThatAreTooManyEndTheConnectionAtTwiceTheMaximum() {
        stalled("market_data");
        for (int i = 0; i < 400; i++) {
            publish("market_data:" + i, "m", 200, null);
        }
        assertThat(client.received().isClosed()).isFalse();
        assertThat(simulation.counter(Counter.SLOW_CLOSES)).isZero();
        for (int i = 400; i < 900; i++) {
            publish("market_data:" + i, "m", 200, null);
        }

        assertThat(simulation.counter(Counter.SLOW_CLOSES)).isEqualTo(1);
    }

    @Test
    void aSingleFrameTakesNobodyAStepDown() {
        stalled(NOTICES, TICKS);
        publish(NOTICES, "large", 50_000, null);
        publish(TICKS, "a");
        publish(TICKS, "b");

        assertThat(read()).containsExactly("begun", "large", "a", "b");
        assertThat(simulation.counter(Counter.CONFLATING_SESSIONS)).isZero();
    }

    @Test
    void familiesTakeTurns() {
        stalled("market_data", NOTICES);
        publish("market_data", "m", 14);
        publish(NOTICES, "n", 3);
        client.run(() -> client.connection().accept(3_000, 600));
        simulation.loops().runAll();

        List<String> got = read();

        assertThat(got.indexOf("n2")).isLessThan(got.indexOf("m13"));
    }

    @Test
    void nothingOfAChannelComesBehindTheAnswerThatItIsLeft() {
        stalled(TICKS, NOTICES);
        publish(TICKS, "a");
        publish(NOTICES, "n");
        client.unsubscribe(TICKS);
        simulation.loops().runAll();

        assertThat(read()).containsExactly("begun", "unsubscription_confirmed", "n");
    }

    @Test
    void whatWaitsOfAChannelComesBeforeTheAnswerThatCountsIt() {
        stalled(TICKS, NOTICES);
        publish(TICKS, "a");
        publish(NOTICES, "n");
        client.subscribe(TICKS);
        simulation.loops().runAll();
        publish(TICKS, "b");

        assertThat(read()).containsExactly("begun", "a", "subscription_confirmed", "n", "b");
    }

    @Test
    void theWorstReadersAreListedWithTheirRung() {
        stalled(TICKS);
        publish(TICKS, "t", 30);

        client.run(() -> assertThat(simulation
                        .services(0)
                        .slowReaders()
                        .worst(5, simulation.clock().nanoTime()))
                .singleElement()
                .satisfies(reader -> {
                    assertThat(reader.connectionId()).isEqualTo(client.session().id());
                    assertThat(reader.rung()).isEqualTo(2);
                    assertThat(reader.lagBytes()).isBetween(400L, 1_500L);
                    assertThat(reader.conflated()).isGreaterThan(10);
                }));
    }

    @Test
    void aValueThatWasReplacedDoesNotKeepTheTurnThatItCameIn() {
        stalled(TICKS, "market_data");
        publish("market_data", "m", 9);
        for (int i = 0; i < 30; i++) {
            simulation.publish(0, TICKS, Bodies.of(WireFormat.JSON, "t" + i, 200), PublishOptions.NONE, new Reply());
        }
        simulation.loops().runAll();

        assertThat(simulation.counter(Counter.OUTBOX_BYTES)).isLessThan(5_000);
        read();
    }

    @Test
    void everythingThatIsAbandonedIsGivenBack() {
        stalled(TICKS, TRADES, NOTICES);
        publish(TICKS, "t", 30);
        publish(TRADES, "c", 400);
        urgent(NOTICES, "fire");

        client.cut();
        simulation.loops().runAll();

        assertThat(client.received().all(PublicationMessage.class)).isEmpty();
        assertThat(simulation.counter(Counter.OUTBOX_BYTES)).isZero();
    }
}
