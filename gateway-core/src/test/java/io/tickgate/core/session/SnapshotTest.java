package io.tickgate.core.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickgate.core.broadcast.PublishOptions;
import io.tickgate.core.frame.FrameKind;
import io.tickgate.core.metrics.Counter;
import io.tickgate.core.sim.Bodies;
import io.tickgate.core.sim.Reply;
import io.tickgate.core.sim.SimulatedClient;
import io.tickgate.core.sim.Simulation;
import io.tickgate.core.sim.SimulationSettings;
import io.tickgate.core.sim.SnapshotValues;
import io.tickgate.protocol.message.ErrorCode;
import io.tickgate.protocol.message.Position;
import io.tickgate.protocol.message.ServerMessage.ErrorMessage;
import io.tickgate.protocol.message.ServerMessage.SubscriptionConfirmed;
import io.tickgate.protocol.message.ServerMessage.SubscriptionsConfirmed;
import io.tickgate.protocol.message.SubscribeOptions;
import io.tickgate.protocol.message.UpdateMessage.PublicationMessage;
import io.tickgate.protocol.message.WireFormat;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SnapshotTest extends SnapshotScene {
    @ParameterizedTest
    @EnumSource(FrameKind.class)
    void theNewestValueOfOneChannelComesBetweenTheConfirmationAndLive(FrameKind kind) {
        publish("market_data:A", "old");
        publish("market_data:A", "newest");
        SimulatedClient client = simulation.connect(0, kind);

        client.subscribe(SNAPSHOT, "market_data:A");
        simulation.loops().runAll();
        publish("market_data:A", "live");

        assertThat(client.types())
                .containsExactly("connection_established", "subscription_confirmed", "newest", "live");
        assertThat(publications(client)).containsExactly("newest@2", "live@3");
        assertThat(confirmation(client).position().offset()).isEqualTo(2);
        assertThat(confirmation(client).granted()).isEqualTo(GAPLESS.withSnapshot(true));
    }

    @Test
    void whatIsNotAskedForIsNotSentAndNotGranted() {
        publish("market_data:A", "newest");
        SimulatedClient client = simulation.connect(0, FrameKind.JSON);

        client.subscribe(SubscribeOptions.NONE.withSnapshot(false), "market_data:A");
        client.subscribe(SubscribeOptions.NONE, "market_data:B");
        client.subscribe("market_data:C");
        simulation.loops().runAll();

        assertThat(publications(client)).isEmpty();
        assertThat(client.received().all(SubscriptionConfirmed.class))
                .extracting(SubscriptionConfirmed::granted)
                .containsExactly(GAPLESS.withSnapshot(false), GAPLESS, null);
    }

    @ParameterizedTest
    @CsvSource({"market_data:A", "notifications", "chart_updates", "notifications:x"})
    void whereThereIsNoNewestValueNoneIsGranted(String channel) {
        SimulatedClient client = subscribe(channel);

        assertThat(confirmation(client).granted()).isEqualTo(GAPLESS.withSnapshot(false));
        assertThat(client.types()).hasSize(2);
    }

    @Test
    void aListGetsTheNewestValueOfEachAndLiveWaitsForAllOfThem() {
        publish("market_data:A", "a");
        publish("market_data:B", "b");
        SimulatedClient client = simulation.connect(0, FrameKind.MSGPACK);
        simulation.loops().runAll();

        client.subscribe(SNAPSHOT, "market_data:A", "market_data:B", "market_data:C");
        for (String channel : List.of("market_data:A", "market_data:B", "market_data:C")) {
            simulation.publish(1, channel, Bodies.json("live"), PublishOptions.NONE, new Reply());
        }
        simulation.loops().runAll();

        assertThat(client.types().subList(1, 2)).containsExactly("subscription_confirmed");
        client.received().last(SubscriptionsConfirmed.class).channels().forEach(line -> {
            List<PublicationMessage> ofChannel = client.received().all(PublicationMessage.class).stream()
                    .filter(message -> message.channel().equals(line.channel()))
                    .toList();
            boolean hadOne = line.position().offset() > 0;
            assertThat(line.granted()).isEqualTo(GAPLESS.withSnapshot(hadOne));
            assertThat(ofChannel.get(0).offset())
                    .isEqualTo(hadOne ? line.position().offset() : 1);
            assertThat(ofChannel.get(ofChannel.size() - 1).offset())
                    .isEqualTo(line.channel().endsWith("C") ? 1 : 2);
        });
    }

    @Test
    void aSnapshotHasTheValueWhomeverItsPublicationExcluded() {
        SimulatedClient client = simulation.connect(0, FrameKind.JSON);
        simulation.loops().runAll();
        PublishOptions without =
                new PublishOptions(null, null, client.session().id().toString());
        simulation.publish(0, "market_data:A", Bodies.json("p"), without, new Reply());
        simulation.loops().runAll();

        client.subscribe(SNAPSHOT, "market_data");
        client.subscribe(SNAPSHOT, "market_data:A");
        simulation.loops().runAll();
        simulation.publish(0, "market_data:A", Bodies.json("q"), without, new Reply());
        publish("market_data:A", "r");

        assertThat(SnapshotValues.of(client)).containsOnlyKeys("market_data:A");
        assertThat(confirmation(client).granted()).isEqualTo(GAPLESS.withSnapshot(true));
        assertThat(publications(client)).containsExactly("p@1", "r@3");
    }

    @Test
    void moreChannelsOrBytesThanASnapshotMayHaveAreRefusedWithTheirNumber() {
        restart(new SimulationSettings().loops(3).beginnings(4, 1 << 20, 100));
        for (int i = 0; i < 5; i++) {
            publish("market_data:" + i, "q");
        }

        SimulatedClient one = subscribe("market_data");
        SimulatedClient many = subscribe("notifications", "market_data");
        SimulatedClient member = subscribe("market_data:1");

        ErrorMessage error = one.received().last(ErrorMessage.class);
        assertThat(error.code()).isEqualTo(ErrorCode.SNAPSHOT_TOO_LARGE);
        assertThat(error.field()).isEqualTo("options.snapshot");
        assertThat(error.channel()).isEqualTo("market_data");
        assertThat(error.text()).contains(" 5 channels").contains("limits.max-snapshot-channels");
        assertThat(many.received().last(ErrorMessage.class).field()).isEqualTo("channels[1]");
        assertThat(many.session().subscriptions().count()).isZero();
        assertThat(publications(member)).containsExactly("q@1");

        restart(new SimulationSettings().beginnings(4, 1000, 100));
        publish("market_data:1", Bodies.of(WireFormat.JSON, "q", 1200));
        assertThat(subscribe("market_data").received().last(ErrorMessage.class).code())
                .isEqualTo(ErrorCode.SNAPSHOT_TOO_LARGE);
    }

    @Test
    void aQuietChannelKeepsItsValueThoughBusyOnesFillTheMemory() {
        restart(new SimulationSettings().history(20, 30_000));
        publish("market_data:QUIET", "quiet");
        for (int i = 0; i < 500; i++) {
            publish("chart_updates:BUSY" + i % 7, Bodies.of(WireFormat.JSON, "busy", 500));
        }

        SimulatedClient client = subscribe("market_data:QUIET");

        assertThat(publications(client)).containsExactly("quiet@1");
        assertThat(simulation.counter(Counter.HISTORY_BYTES)).isLessThanOrEqualTo(30_000);
    }

    @Test
    void valuesAloneStayWithinTheMemoryToo() {
        restart(new SimulationSettings().history(20, 30_000));
        for (int i = 0; i < 200; i++) {
            publish("market_data:" + i, Bodies.of(WireFormat.JSON, "q", 500));
            publish("market_data:0", Bodies.of(WireFormat.JSON, "q", 500));
        }

        SimulatedClient client = subscribe("market_data");

        Map<String, SnapshotValues.Value> values = SnapshotValues.of(client);
        assertThat(simulation.counter(Counter.HISTORY_BYTES)).isLessThanOrEqualTo(30_000);
        assertThat(values).hasSizeBetween(10, 40).containsKeys("market_data:0", "market_data:199");
        assertThat(values).containsValue(new SnapshotValues.Value("market_data:0", 201, "q"));
    }

    @Test
    void aChannelThatIsIdleForLongKeepsItsValue() {
        publish("market_data:A", "a");
        simulation.pass(Duration.ofMinutes(2));
        simulation.clock().advance(Duration.ofHours(2));
        simulation.tick();
        simulation.loops().runAll();

        assertThat(publications(subscribe("market_data:A"))).containsExactly("a@1");
    }

    @Test
    void whoComesBackGetsASnapshotOnlyWhereNothingCouldBeRecovered() {
        publish("market_data:A", "a1");
        publish("market_data:A", "a2");
        SimulatedClient back = simulation.connect(0, FrameKind.JSON);
        SimulatedClient lost = simulation.connect(0, FrameKind.JSON);

        back.resume(SNAPSHOT, "market_data:A", new Position(Simulation.EPOCH, 1));
        lost.resume(SNAPSHOT, "market_data:A", new Position("another", 1));
        simulation.loops().runAll();

        assertThat(confirmation(back).recovered()).isTrue();
        assertThat(confirmation(back).granted()).isEqualTo(GAPLESS.withSnapshot(false));
        assertThat(confirmation(lost).recovered()).isFalse();
        assertThat(confirmation(lost).granted()).isEqualTo(GAPLESS.withSnapshot(true));
        assertThat(publications(back)).containsExactly("a2@2");
        assertThat(publications(lost)).containsExactly("a2@2");
    }

    @Test
    void aNewestValueWantsToBeAcknowledgedAndAPageDoesNot() {
        publish("market_data:A", "a1");
        SimulatedClient one = simulation.connect(0, FrameKind.JSON);
        SimulatedClient family = simulation.connect(0, FrameKind.JSON);

        one.subscribeWithAck(SNAPSHOT, "market_data:A");
        family.subscribeWithAck(SNAPSHOT, "market_data");
        simulation.loops().runAll();
        publish("market_data:A", "a2");

        assertThat(one.session().acknowledgements().bytes()).isPositive();
        assertThat(publications(family)).containsExactly("a2@2");
        family.acknowledge("market_data:A", 2);
        one.acknowledge("market_data:A", 2);
        simulation.loops().runAll();
        assertThat(one.session().acknowledgements().bytes()).isZero();
        assertThat(family.session().acknowledgements().bytes()).isZero();
    }
}
