package io.tickgate.core.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickgate.core.broadcast.PublishOptions;
import io.tickgate.core.frame.FrameKind;
import io.tickgate.core.sim.Bodies;
import io.tickgate.core.sim.Reply;
import io.tickgate.core.sim.SimulatedClient;
import io.tickgate.core.sim.Simulation;
import io.tickgate.core.sim.SimulationSettings;
import io.tickgate.protocol.message.BandwidthLimits;
import io.tickgate.protocol.message.CloseCode;
import io.tickgate.protocol.message.LimitsGranted;
import io.tickgate.protocol.message.NoticeMessage.Lag;
import io.tickgate.protocol.message.ServerMessage;
import io.tickgate.protocol.message.ServerMessage.Pong;
import io.tickgate.protocol.message.ServerMessage.SubscriptionConfirmed;
import io.tickgate.protocol.message.SetLimits;
import io.tickgate.protocol.message.SnapshotPage;
import io.tickgate.protocol.message.SubscribeOptions;
import io.tickgate.protocol.message.UpdateMessage.PublicationMessage;
import io.tickgate.protocol.message.WireFormat;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BandwidthTest {
    private Simulation simulation = new Simulation();

    @AfterEach
    void end() {
        simulation.end();
    }

    private SimulatedClient client() {
        SimulatedClient client = simulation.connect(0, FrameKind.JSON);
        simulation.loops().runAll();
        return client;
    }

    private LimitsGranted set(SimulatedClient client, @Nullable Integer maxKbps, @Nullable Double maxHz) {
        client.send(new SetLimits(client.nextId(), new BandwidthLimits(maxKbps, maxHz)));
        simulation.loops().runAll();
        return client.received().last(LimitsGranted.class);
    }

    private void subscribe(SimulatedClient client, String... channels) {
        client.subscribe(channels);
        simulation.loops().runAll();
    }

    private void publish(String channel, int chars) {
        simulation.publish(0, channel, Bodies.of(WireFormat.JSON, "p", chars), PublishOptions.NONE, new Reply());
        simulation.loops().runAll();
    }

    private void pass(int millis) {
        for (int left = millis; left > 0; left -= 10) {
            simulation.clock().advance(Duration.ofMillis(10));
            simulation.loops().advance(Duration.ofMillis(10));
            simulation.loops().runAll();
        }
    }

    private static List<Long> offsets(SimulatedClient client) {
        return client.received().all(PublicationMessage.class).stream()
                .map(PublicationMessage::offset)
                .toList();
    }

    @Test
    void aFrequencyHoldsForEveryStateAndForNoStream() {
        SimulatedClient client = client();
        subscribe(client, "market_data");
        subscribe(client, "notifications");

        LimitsGranted granted = set(client, null, 3.0);
        for (int i = 0; i < 5; i++) {
            publish("market_data:A", 10);
            publish("notifications", 10);
        }
        pass(1000);

        assertThat(granted.granted()).isEqualTo(new BandwidthLimits(null, 2.0));
        assertThat(granted.caps()).isEqualTo(BandwidthLimits.NONE);
        assertThat(client.received().all(PublicationMessage.class).stream()
                        .filter(message -> message.channel().equals("market_data:A"))
                        .map(PublicationMessage::offset))
                .containsExactly(1L, 5L);
        assertThat(client.received().all(PublicationMessage.class).stream()
                        .filter(message -> message.channel().equals("notifications")))
                .hasSize(5);
    }

    @Test
    void theNarrowerOfWishAndLimitHoldsAndTheWishComesBack() {
        SimulatedClient client = client();
        client.subscribe(SubscribeOptions.NONE.withMaxHz(5.0), "market_data:A");
        set(client, null, 1.0);
        client.subscribe(SubscribeOptions.NONE.withMaxHz(10.0), "market_data:B");
        simulation.loops().runAll();
        assertThat(client.received().last(SubscriptionConfirmed.class).granted())
                .isEqualTo(SubscribeOptions.NONE.withMaxHz(1.0).withGapless(false));

        set(client, null, null);
        publish("market_data:B", 10);
        publish("market_data:B", 10);
        pass(100);
        assertThat(offsets(client)).containsExactly(1L, 2L);
    }

    @Test
    void whatIsAcknowledgedIsNotLeftOut() {
        SimulatedClient client = client();
        client.subscribeWithAck("market_data:A");
        set(client, null, 0.1);

        for (int i = 0; i < 5; i++) {
            publish("market_data:A", 10);
        }

        assertThat(offsets(client)).containsExactly(1L, 2L, 3L, 4L, 5L);
    }

    @Test
    void aPauseHoldsPublicationsAndNoAnswers() {
        SimulatedClient client = client();
        subscribe(client, "notifications");
        set(client, 0, null);

        publish("notifications", 10);
        publish("notifications", 10);
        client.ping();
        pass(2000);
        assertThat(offsets(client)).isEmpty();
        assertThat(client.received().all(Pong.class)).hasSize(1);

        set(client, null, null);
        simulation.loops().runAll();
        assertThat(offsets(client)).containsExactly(1L, 2L);
        publish("notifications", 10);
        assertThat(offsets(client)).containsExactly(1L, 2L, 3L);
    }

    @Test
    void streamsQueueAndOfStatesTheNewestLeaves() {
        SimulatedClient client = client();
        subscribe(client, "market_data:A", "notifications");
        // A thousand bytes a second.
        set(client, 8, null);

        for (int i = 0; i < 20; i++) {
            publish("market_data:A", 300);
            publish("notifications", 100);
        }
        pass(1000);
        long early = client.received().all(PublicationMessage.class).size();
        pass(20_000);

        List<PublicationMessage> all = client.received().all(PublicationMessage.class);
        assertThat(early).isLessThan(8);
        assertThat(all.stream().filter(message -> message.channel().equals("notifications")))
                .extracting(PublicationMessage::offset)
                .isSorted()
                .hasSize(20);
        List<Long> quotes = all.stream()
                .filter(message -> message.channel().equals("market_data:A"))
                .map(PublicationMessage::offset)
                .toList();
        long told = client.received().all(Lag.class).stream()
                .mapToLong(Lag::dropped)
                .sum();
        assertThat(quotes).isSorted().endsWith(20L);
        assertThat(quotes.size() + told).isEqualTo(20);
        assertThat(told).isPositive();
    }

    @Test
    void whatLeftBeforeALimitIsNotPaidForUnderIt() {
        SimulatedClient client = client();
        subscribe(client, "notifications");
        client.run(client.connection()::acceptNothing);
        for (int i = 0; i < 50; i++) {
            publish("notifications", 2000);
        }
        client.run(client.connection()::acceptAll);
        simulation.loops().runAll();
        assertThat(offsets(client)).hasSize(50);

        set(client, 80, null);
        publish("notifications", 100);
        pass(50);

        assertThat(offsets(client)).hasSize(51);
    }

    @Test
    void aWiderLimitTakesOverWhatIsOwedAndWakesTheQueue() {
        SimulatedClient client = client();
        subscribe(client, "notifications");
        set(client, 1, null);
        for (int i = 0; i < 3; i++) {
            publish("notifications", 50_000);
        }
        assertThat(offsets(client)).hasSize(1);

        set(client, 100_000, null);
        pass(100);

        assertThat(offsets(client)).containsExactly(1L, 2L, 3L);
    }

    @Test
    void aPausedConnectionIsToldGoodbye() {
        SimulatedClient client = client();
        subscribe(client, "notifications");
        set(client, 0, null);
        publish("notifications", 10);

        client.run(() -> client.session().closeAfterQueued(CloseCode.GOING_AWAY));
        simulation.loops().runAll();

        assertThat(offsets(client)).containsExactly(1L);
        assertThat(client.received().isClosed()).isTrue();
    }

    @Test
    void whatIsNotAcknowledgedIsSentAgainUnderALimitToo() {
        SimulatedClient client = client();
        client.subscribeWithAck("notifications");
        set(client, 100_000, null);
        publish("notifications", 10);
        pass(50);

        simulation.pass(Duration.ofSeconds(6));
        pass(50);

        assertThat(offsets(client)).containsExactly(1L, 1L);
    }

    @Test
    void aFamilysSnapshotComesToItsEndHoweverBusyTheFamilyIs() {
        for (int i = 0; i < 100; i++) {
            publish("market_data:" + i, 3000);
        }
        SimulatedClient client = client();
        // Less than what its members publish.
        set(client, 800, null);
        client.subscribe(SubscribeOptions.NONE.withSnapshot(true), "market_data");
        simulation.loops().runAll();

        for (int i = 0; i < 1000; i++) {
            publish("market_data:" + i % 100, 3000);
            pass(10);
        }

        List<SnapshotPage> pages = client.received().all(SnapshotPage.class);
        assertThat(pages).hasSizeGreaterThan(3);
        assertThat(pages.get(pages.size() - 1).last()).isTrue();
    }

    @Test
    void theOperatorsLimitsHoldFromTheStartAndAreTold() {
        simulation.end();
        simulation = new Simulation(new SimulationSettings().caps(new BandwidthLimits(1000, 1.0)));
        SimulatedClient client = client();
        subscribe(client, "market_data:A");

        publish("market_data:A", 10);
        publish("market_data:A", 10);
        assertThat(offsets(client)).containsExactly(1L);

        LimitsGranted granted = set(client, 5000, 50.0);
        assertThat(granted.granted()).isEqualTo(new BandwidthLimits(1000, 1.0));
        assertThat(granted.caps()).isEqualTo(new BandwidthLimits(1000, 1.0));
        pass(1000);
        assertThat(offsets(client)).containsExactly(1L, 2L);
        assertThat(client.received().all(ServerMessage.ErrorMessage.class)).isEmpty();
    }
}
