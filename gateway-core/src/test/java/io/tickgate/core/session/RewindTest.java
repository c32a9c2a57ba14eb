package io.tickgate.core.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickgate.core.broadcast.PublishOptions;
import io.tickgate.core.frame.FrameKind;
import io.tickgate.core.sim.Bodies;
import io.tickgate.core.sim.Reply;
import io.tickgate.core.sim.SimulatedClient;
import io.tickgate.core.sim.Simulation;
import io.tickgate.core.sim.SimulationSettings;
import io.tickgate.protocol.message.ChannelPosition;
import io.tickgate.protocol.message.ServerMessage.SubscriptionConfirmed;
import io.tickgate.protocol.message.ServerMessage.SubscriptionsConfirmed;
import io.tickgate.protocol.message.SubscribeOptions;
import io.tickgate.protocol.message.SubscribeOptions.Rewind;
import io.tickgate.protocol.message.SubscribeOptions.Unit;
import io.tickgate.protocol.message.UpdateMessage.PublicationMessage;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RewindTest {
    private Simulation simulation =
            new Simulation(new SimulationSettings().loops(2).history(20, 1 << 20));

    @AfterEach
    void everythingIsGivenBack() {
        simulation.end();
    }

    private void limitRewindTo(int publications) {
        simulation.end();
        simulation = new Simulation(
                new SimulationSettings().loops(2).history(20, 1 << 20).beginnings(10, 1 << 20, publications));
    }

    private static SubscribeOptions rewind(Unit unit, int amount) {
        return SubscribeOptions.NONE.withRewind(new Rewind(unit, amount));
    }

    private void publish(String channel, int count) {
        for (int i = 0; i < count; i++) {
            simulation.publish(0, channel, Bodies.json("p"), PublishOptions.NONE, new Reply());
        }
        simulation.loops().runAll();
    }

    private SimulatedClient subscribe(SubscribeOptions options, String... channels) {
        SimulatedClient client = simulation.connect(1, FrameKind.JSON);
        client.subscribe(options, channels);
        simulation.loops().runAll();
        return client;
    }

    private static List<Long> offsets(SimulatedClient client) {
        return client.received().all(PublicationMessage.class).stream()
                .map(PublicationMessage::offset)
                .toList();
    }

    private static List<Long> range(long first, long last) {
        return LongStream.rangeClosed(first, last).boxed().toList();
    }

    private static @Nullable Rewind granted(SimulatedClient client) {
        SubscribeOptions granted =
                client.received().last(SubscriptionConfirmed.class).granted();
        return granted == null ? null : granted.rewind();
    }

    @ParameterizedTest
    @EnumSource(FrameKind.class)
    void theLastPublicationsComeBetweenTheConfirmationAndLive(FrameKind kind) {
        publish("chart_updates:A", 10);
        SimulatedClient client = simulation.connect(1, kind);

        client.subscribe(rewind(Unit.LAST, 3), "chart_updates:A");
        simulation.loops().runAll();
        publish("chart_updates:A", 2);

        assertThat(client.types().get(1)).isEqualTo("subscription_confirmed");
        assertThat(offsets(client)).isEqualTo(range(8, 12));
        assertThat(granted(client)).isEqualTo(new Rewind(Unit.LAST, 3));
        assertThat(client.received()
                        .last(SubscriptionConfirmed.class)
                        .position()
                        .offset())
                .isEqualTo(10);
    }

    @ParameterizedTest
    @CsvSource({"5, 5", "30, 20", "10000, 20"})
    void noMoreIsGrantedThanIsKept(int asked, int granted) {
        publish("market_data:A", 25);

        SimulatedClient client = subscribe(rewind(Unit.LAST, asked), "market_data:A");

        assertThat(granted(client)).isEqualTo(new Rewind(Unit.LAST, granted));
        assertThat(offsets(client)).isEqualTo(range(26 - granted, 25));
    }

    @Test
    void aChannelWithoutAPastGrantsNothing() {
        assertThat(granted(subscribe(rewind(Unit.LAST, 5), "market_data:A"))).isEqualTo(new Rewind(Unit.LAST, 0));
        assertThat(granted(subscribe(rewind(Unit.SECONDS, 5), "market_data:B"))).isEqualTo(new Rewind(Unit.SECONDS, 5));
    }

    @Test
    void secondsBringWhatWasPublishedWithinThem() {
        publish("chart_updates:A", 3);
        simulation.pass(Duration.ofSeconds(10));
        publish("chart_updates:A", 4);
        simulation.pass(Duration.ofSeconds(5));

        SimulatedClient some = subscribe(rewind(Unit.SECONDS, 6), "chart_updates:A");
        SimulatedClient all = subscribe(rewind(Unit.SECONDS, 60), "chart_updates:A");

        assertThat(offsets(some)).isEqualTo(range(4, 7));
        assertThat(granted(some)).isEqualTo(new Rewind(Unit.SECONDS, 6));
        assertThat(offsets(all)).isEqualTo(range(1, 7));
        assertThat(granted(all)).isEqualTo(new Rewind(Unit.SECONDS, 60));
    }

    @Test
    void secondsOfWhichSomeIsNotKeptAreFewer() {
        publish("chart_updates:A", 5);
        simulation.pass(Duration.ofSeconds(10));
        publish("chart_updates:A", 20);
        simulation.pass(Duration.ofSeconds(5));

        SimulatedClient client = subscribe(rewind(Unit.SECONDS, 60), "chart_updates:A");

        assertThat(offsets(client)).isEqualTo(range(6, 25));
        assertThat(granted(client)).isEqualTo(new Rewind(Unit.SECONDS, 15));
    }

    @Test
    void aListGetsThePastOfEachOfItsChannelsAndSharesTheLimit() {
        limitRewindTo(10);
        publish("market_data:A", 8);
        publish("market_data:B", 2);

        SimulatedClient client = subscribe(rewind(Unit.LAST, 7), "market_data:A", "market_data:B");

        assertThat(client.received().last(SubscriptionsConfirmed.class).channels())
                .extracting(ChannelPosition::granted)
                .containsExactly(
                        rewind(Unit.LAST, 5).withGapless(true),
                        rewind(Unit.LAST, 2).withGapless(true));
        assertThat(offsets(client)).containsExactlyInAnyOrder(4L, 5L, 6L, 7L, 8L, 1L, 2L);
    }

    @Test
    void timeThatTheLimitCutsIsNotGranted() {
        limitRewindTo(4);
        for (int i = 0; i < 10; i++) {
            publish("market_data:A", 1);
            simulation.pass(Duration.ofSeconds(2));
        }

        SimulatedClient client = subscribe(rewind(Unit.SECONDS, 100), "market_data:A");

        assertThat(offsets(client)).isEqualTo(range(7, 10));
        assertThat(granted(client)).isEqualTo(new Rewind(Unit.SECONDS, 10));
    }

    @Test
    void aBareBaseGoesBackInItsOwnPublicationsOnly() {
        publish("market_data", 3);
        publish("market_data:A", 5);

        SimulatedClient client = subscribe(rewind(Unit.LAST, 10), "market_data");

        assertThat(client.received().all(PublicationMessage.class))
                .hasSize(3)
                .allMatch(message -> message.channel().equals("market_data"));
        assertThat(granted(client)).isEqualTo(new Rewind(Unit.LAST, 3));
    }

    @ParameterizedTest
    @CsvSource({"market_data:A", "market_data"})
    void whoGetsTheChannelAlreadyIsSentNothingTwice(String held) {
        SimulatedClient client = simulation.connect(0, FrameKind.JSON);
        client.subscribe(held);
        simulation.loops().runAll();
        publish("market_data:A", 4);

        client.subscribe(rewind(Unit.LAST, 10), "market_data:A");
        simulation.loops().runAll();

        assertThat(granted(client)).isEqualTo(new Rewind(Unit.LAST, 0));
        assertThat(offsets(client)).isEqualTo(range(1, 4));
    }

    @Test
    void thePastWantsToBeAcknowledgedToo() {
        publish("market_data:A", 4);
        SimulatedClient client = simulation.connect(0, FrameKind.JSON);

        client.subscribeWithAck(rewind(Unit.LAST, 2), "market_data:A");
        simulation.loops().runAll();
        simulation.pass(Duration.ofSeconds(6));
        client.acknowledge("market_data:A", 4);
        simulation.loops().runAll();

        assertThat(offsets(client)).containsExactly(3L, 4L, 3L, 4L);
        assertThat(client.session().acknowledgements().bytes()).isZero();
    }
}
