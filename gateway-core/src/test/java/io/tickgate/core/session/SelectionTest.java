package io.tickgate.core.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickgate.core.broadcast.PublishOptions;
import io.tickgate.core.broadcast.View;
import io.tickgate.core.frame.FrameKind;
import io.tickgate.core.metrics.Counter;
import io.tickgate.core.sim.Bodies;
import io.tickgate.core.sim.Reply;
import io.tickgate.core.sim.SimulatedClient;
import io.tickgate.core.sim.Simulation;
import io.tickgate.core.sim.SimulationSettings;
import io.tickgate.core.sim.SnapshotValues;
import io.tickgate.protocol.message.ClientMessage;
import io.tickgate.protocol.message.ErrorCode;
import io.tickgate.protocol.message.Filter;
import io.tickgate.protocol.message.Filter.Relation;
import io.tickgate.protocol.message.Filter.Value;
import io.tickgate.protocol.message.Position;
import io.tickgate.protocol.message.ServerMessage.ErrorMessage;
import io.tickgate.protocol.message.ServerMessage.SubscriptionConfirmed;
import io.tickgate.protocol.message.SnapshotPage;
import io.tickgate.protocol.message.SubscribeOptions;
import io.tickgate.protocol.message.SubscribeOptions.Rewind;
import io.tickgate.protocol.message.SubscribeOptions.Unit;
import io.tickgate.protocol.message.UpdateMessage.PublicationMessage;
import io.tickgate.protocol.message.WireFormat;
import io.tickgate.protocol.wire.MemberNames;
import io.tickgate.protocol.wire.WireBuffer;
import io.tickgate.protocol.wire.WireException;
import io.tickgate.protocol.wire.WireWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Filters and views, from the command to what arrives. */
class SelectionTest extends SnapshotScene {
    private static final Filter LARGE = new Filter.Compare(Relation.GT, "volume", new Value.Whole(100));
    private static final SubscribeOptions OF_LARGE = SubscribeOptions.NONE.withFilter(LARGE);
    private static final SubscribeOptions LITE = SubscribeOptions.NONE.withView("lite");

    @BeforeEach
    void familiesHaveFieldsAndViews() {
        restart(settings());
    }

    private static SimulationSettings settings() {
        return new SimulationSettings()
                .loops(3)
                .selectable(
                        List.of("symbol", "volume", "type"),
                        new View("lite", new MemberNames(List.of("symbol", "last"))),
                        new View("tiny", new MemberNames(List.of("last"))));
    }

    private void publish(String channel, String type, int volume) {
        publish(
                channel,
                Bodies.written("{\"type\":\"" + type + "\",\"symbol\":\"0700\",\"last\":1.50,\"volume\":" + volume
                        + ",\"text\":\"" + "x".repeat(300) + "\"}"));
    }

    private SimulatedClient subscribe(FrameKind kind, SubscribeOptions options, String... channels) {
        SimulatedClient client = simulation.connect(0, kind);
        client.subscribe(options, channels);
        simulation.loops().runAll();
        return client;
    }

    private static String text(PublicationMessage message) {
        WireBuffer json = new WireBuffer();
        try {
            WireWriter.of(WireFormat.JSON, json).body(message.body());
        } catch (WireException e) {
            throw new AssertionError(e);
        }
        return new String(json.toBytes(), StandardCharsets.UTF_8);
    }

    private static List<String> texts(SimulatedClient client) {
        return client.received().all(PublicationMessage.class).stream()
                .map(SelectionTest::text)
                .toList();
    }

    @ParameterizedTest
    @EnumSource(FrameKind.class)
    void onlyWhatTheFilterWantsArrivesByAChannelAndByItsFamily(FrameKind kind) {
        SimulatedClient one = subscribe(kind, OF_LARGE, "market_data:A");
        SimulatedClient family = subscribe(kind, OF_LARGE, "market_data");
        SimulatedClient everything = subscribe(kind, SubscribeOptions.NONE, "market_data:A");

        publish("market_data:A", "p1", 100);
        publish("market_data:A", "p2", 101);
        publish("market_data:B", "p3", 5000);
        publish("market_data:A", "p4", 7);
        publish("market_data:A", "p5", 5000);

        assertThat(publications(one)).containsExactly("p2@2", "p5@4");
        assertThat(publications(family)).containsExactly("p2@2", "p3@1", "p5@4");
        assertThat(publications(everything)).containsExactly("p1@1", "p2@2", "p4@3", "p5@4");
        assertThat(confirmation(one).granted()).isEqualTo(OF_LARGE.withGapless(false));
        // Once for both, however they get it; of B only the family knows.
        assertThat(simulation.counter(Counter.FILTER_EVALUATIONS)).isEqualTo(5);
        assertThat(simulation.counter(Counter.FILTERED)).isEqualTo(4);
        assertThat(simulation.counter(Counter.FILTERS)).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(FrameKind.class)
    void aViewHasItsMembersAndWhatEveryPublicationHas(FrameKind kind) {
        SimulatedClient whole = subscribe(kind, SubscribeOptions.NONE, "market_data:A");
        SimulatedClient lite = subscribe(kind, LITE, "market_data:A");

        publish("market_data:A", "p1", 7);
        publish("market_data:A", Bodies.written("{\"note\":1,\"timestamp\":\"then\"}"));

        assertThat(texts(lite).get(0))
                .contains("\"type\":\"p1\"", "\"symbol\":\"0700\"", "\"last\":1.5", "timestamp")
                .doesNotContain("volume", "text");
        assertThat(texts(lite).get(1))
                .contains("\"type\":\"message\"", "\"timestamp\":\"then\"")
                .doesNotContain("note");
        assertThat(publications(lite)).containsExactly("p1@1", "message@2");
        assertThat(texts(whole).get(0)).contains("volume", "text");
        assertThat(confirmation(lite).granted()).isEqualTo(LITE.withGapless(true));
    }

    @Test
    void aViewIsOneMoreEncodingAndMadeForThoseWhoWantItAlone() {
        for (int i = 0; i < 5; i++) {
            subscribe(FrameKind.JSON, LITE, "market_data:A");
            subscribe(FrameKind.JSON, SubscribeOptions.NONE, "market_data:A");
        }
        long before = simulation.counter(Counter.ENCODED);

        publish("market_data:A", "p1", 7);
        publish("market_data:B", "p2", 7);

        // The whole message twice, as the histories keep it; the view once.
        assertThat(simulation.counter(Counter.ENCODED) - before).isEqualTo(3);
    }

    @Test
    void aFilterSeesTheWholeMessageWhateverTheViewHas() {
        SimulatedClient client = subscribe(FrameKind.MSGPACK, OF_LARGE.withView("tiny"), "market_data:A");

        publish("market_data:A", "p1", 7);
        publish("market_data:A", "p2", 700);

        assertThat(publications(client)).containsExactly("p2@2");
        assertThat(texts(client).get(0)).doesNotContain("volume", "symbol").contains("last");
    }

    @ParameterizedTest
    @EnumSource(FrameKind.class)
    void aReplayLeavesOutWhatTheFilterDoesNotWantAndHasTheView(FrameKind kind) {
        for (int i = 1; i <= 6; i++) {
            publish("chart_updates:A", "p" + i, i % 2 == 0 ? 500 : 5);
        }
        SimulatedClient back = simulation.connect(0, kind);

        back.resume(OF_LARGE.withView("lite"), "chart_updates:A", new Position(Simulation.EPOCH, 2));
        simulation.loops().runAll();
        publish("chart_updates:A", "p7", 5);
        publish("chart_updates:A", "p8", 500);

        assertThat(publications(back)).containsExactly("p4@4", "p6@6", "p8@8");
        assertThat(texts(back)).allMatch(text -> text.contains("last") && !text.contains("volume"));
        assertThat(confirmation(back).recovered()).isTrue();
        assertThat(confirmation(back).position().offset()).isEqualTo(6);
    }

    @Test
    void whoComesBackAtTheSamePlaceWithAnotherFilterGetsWhatThatOneWants() {
        publish("chart_updates:A", "p1", 5);
        publish("chart_updates:A", "p2", 500);
        Position since = new Position(Simulation.EPOCH, 0);
        SubscribeOptions small = SubscribeOptions.NONE.withFilter(new Filter.Not(LARGE));

        for (SubscribeOptions options : List.of(OF_LARGE, small, SubscribeOptions.NONE, OF_LARGE)) {
            SimulatedClient client = simulation.connect(0, FrameKind.JSON);
            client.resume(options, "chart_updates:A", since);
            simulation.loops().runAll();
        }

        assertThat(simulation.clients().stream().map(SnapshotScene::publications))
                .containsExactly(List.of("p2@2"), List.of("p1@1"), List.of("p1@1", "p2@2"), List.of("p2@2"));
    }

    @Test
    void aRewindCountsWhatTheFilterWants() {
        for (int i = 1; i <= 8; i++) {
            publish("chart_updates:A", "p" + i, i % 2 == 0 ? 500 : 5);
        }

        SimulatedClient client =
                subscribe(FrameKind.JSON, OF_LARGE.withRewind(new Rewind(Unit.LAST, 3)), "chart_updates:A");

        assertThat(publications(client)).containsExactly("p4@4", "p6@6", "p8@8");
        SubscribeOptions granted = confirmation(client).granted();
        assertThat(granted)
                .isEqualTo(OF_LARGE.withRewind(new Rewind(Unit.LAST, 3)).withGapless(false));
    }

    @Test
    void aSnapshotIsTheNewestValueIfTheFilterWantsIt() {
        publish("market_data:A", "a1", 500);
        publish("market_data:A", "a2", 5);
        publish("market_data:B", "b1", 500);

        SimulatedClient none = subscribe(FrameKind.JSON, OF_LARGE.withSnapshot(true), "market_data:A");
        SimulatedClient one =
                subscribe(FrameKind.JSON, OF_LARGE.withSnapshot(true).withView("lite"), "market_data:B");

        assertThat(publications(none)).isEmpty();
        assertThat(confirmation(none).granted())
                .isEqualTo(OF_LARGE.withSnapshot(false).withGapless(false));
        assertThat(publications(one)).containsExactly("b1@1");
        assertThat(texts(one).get(0)).doesNotContain("volume");
    }

    @ParameterizedTest
    @EnumSource(FrameKind.class)
    void aFamilysPagesHaveWhatTheFilterWantsInTheView(FrameKind kind) {
        for (int i = 0; i < 40; i++) {
            publish("market_data:" + i, "p" + i, i % 4 == 0 ? 500 : 5);
        }

        SimulatedClient client = subscribe(kind, OF_LARGE.withSnapshot(true).withView("lite"), "market_data");
        publish("market_data:1", "live1", 5);
        publish("market_data:2", "live2", 500);

        assertThat(SnapshotValues.of(client))
                .hasSize(10)
                .allSatisfy((channel, value) -> assertThat(
                                Integer.parseInt(value.type().substring(1)) % 4)
                        .isZero());
        assertThat(publications(client)).containsExactly("live2@2");
        assertThat(client.received().all(SnapshotPage.class))
                .allSatisfy(page -> assertThat(text(page)).doesNotContain("volume"));
    }

    @Test
    void thousandsOfMembersThatNobodyWantsAreLookedAtPieceByPiece() {
        restart(settings().topics(20_000, Duration.ofHours(1)).history(2, 64 << 20));
        for (int i = 0; i < 2500; i++) {
            publish("market_data:" + i, "p" + i, i == 2400 ? 500 : 5);
        }

        SimulatedClient client = subscribe(FrameKind.JSON, OF_LARGE.withSnapshot(true), "market_data");

        assertThat(SnapshotValues.of(client)).containsOnlyKeys("market_data:2400");
        List<SnapshotPage> pages = client.received().all(SnapshotPage.class);
        assertThat(pages.get(pages.size() - 1).last()).isTrue();
    }

    @Test
    void whatIsLeftOutWantsNoAcknowledgement() {
        SimulatedClient client = simulation.connect(0, FrameKind.JSON);
        client.subscribeWithAck(OF_LARGE, "chart_updates:A");
        simulation.loops().runAll();

        publish("chart_updates:A", "p1", 5);
        publish("chart_updates:A", "p2", 500);

        assertThat(publications(client)).containsExactly("p2@2");
        client.acknowledge("chart_updates:A", 2);
        simulation.pass(Duration.ofSeconds(20));
        assertThat(client.received().isClosed()).isFalse();
        assertThat(publications(client)).containsExactly("p2@2");
    }

    @Test
    void atARateTheNewestThatIsWantedComes() {
        SubscribeOptions slowly = OF_LARGE.withMaxHz(1.0).withCounts(true).withView("tiny");
        SimulatedClient client = subscribe(FrameKind.JSON_DEFLATED, slowly, "market_data:A");

        publish("market_data:A", "p1", 500);
        publish("market_data:A", "p2", 500);
        publish("market_data:A", "p3", 500);
        publish("market_data:A", "p4", 5);
        simulation.clock().advance(Duration.ofSeconds(2));
        simulation.loops().advance(Duration.ofSeconds(2));
        simulation.loops().runAll();

        assertThat(publications(client)).containsExactly("p1@1", "p3@3");
        assertThat(texts(client)).noneMatch(text -> text.contains("volume"));
        assertThat(client.received().last(PublicationMessage.class).updateCount())
                .isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource(FrameKind.class)
    void otherOptionsHoldFromTheConfirmationOnWithoutAGap(FrameKind kind) {
        SimulatedClient client = simulation.connect(0, kind);
        client.subscribe("market_data:A");
        simulation.loops().runAll();
        List<SubscribeOptions> options = List.of(
                OF_LARGE, LITE, SubscribeOptions.NONE, OF_LARGE.withView("tiny"), LITE.withMaxHz(50.0), OF_LARGE);

        for (SubscribeOptions next : options) {
            client.subscribe(next, "market_data:A");
            for (int i = 0; i < 4; i++) {
                simulation.publish(
                        i % 3,
                        "market_data:A",
                        Bodies.written("{\"volume\":500,\"last\":1,\"n\":1}"),
                        PublishOptions.NONE,
                        new Reply());
                simulation.loops().runOne();
            }
            simulation.loops().runAll();
            simulation.clock().advance(Duration.ofSeconds(1));
            simulation.loops().advance(Duration.ofSeconds(1));
            simulation.loops().runAll();
        }

        long last = 0;
        SubscribeOptions now = SubscribeOptions.NONE;
        for (Object event : client.received().events()) {
            if (event instanceof SubscriptionConfirmed confirmed) {
                now = confirmed.granted() == null ? SubscribeOptions.NONE : confirmed.granted();
                assertThat(confirmed.position().offset()).isGreaterThanOrEqualTo(last);
            } else if (event instanceof PublicationMessage message) {
                if (now.maxHz() == null) {
                    assertThat(message.offset()).isEqualTo(last + 1);
                }
                last = message.offset();
                assertThat(text(message).contains("\"n\":")).isEqualTo(now.view() == null);
            }
        }
        assertThat(last).isEqualTo(24);
    }

    @Test
    void aUsersOwnChannelIsFilteredLikeTheOneThatBringsIt() {
        SimulatedClient client = simulation.connectAs("u1", 0, FrameKind.JSON);
        client.subscribe(
                SubscribeOptions.NONE.withFilter(new Filter.Compare(Relation.EQ, "type", new Value.Text("no such"))),
                "notifications");
        simulation.loops().runAll();

        client.send(new ClientMessage.PublishNotification(
                client.nextId(),
                Bodies.written("{\"type\":\"info\",\"title\":\"t\",\"message\":\"m\",\"user_id\":\"u1\"}")));
        simulation.loops().runAll();

        assertThat(client.types()).doesNotContain("notification");
        assertThat(simulation.counter(Counter.FILTERED)).isPositive();
    }

    @Test
    void aFieldThatIsNotIndexedIsRefusedWithItsPlaceAndTheOnesThereAre() {
        Filter filter = new Filter.And(List.of(LARGE, new Filter.Not(new Filter.Exists("bid"))));

        SimulatedClient client =
                subscribe(FrameKind.JSON, SubscribeOptions.NONE.withFilter(filter), "market_data:A", "chart_updates:B");

        ErrorMessage error = client.received().last(ErrorMessage.class);
        assertThat(error.code()).isEqualTo(ErrorCode.INVALID_FILTER);
        assertThat(error.field()).isEqualTo("options.filter[2][1][1]");
        assertThat(error.text())
                .isEqualTo("\"options.filter[2][1][1]\" must be one of the indexed fields of \"market_data\": symbol, "
                        + "volume, type (channels.market_data.indexed)");
        publish("market_data:A", "p", 500);
        assertThat(publications(client)).isEmpty();
    }

    @Test
    void whereNothingIsIndexedAndThereIsNoViewThatIsSaid() {
        restart(new SimulationSettings());

        SimulatedClient client = subscribe(FrameKind.JSON, OF_LARGE, "market_data:A");
        assertThat(client.received().last(ErrorMessage.class).text())
                .isEqualTo("\"options.filter[1]\" cannot be filtered by: no field of \"market_data\" is indexed "
                        + "(channels.market_data.indexed)");
        client.subscribe(LITE, "market_data:A");
        simulation.loops().runAll();

        ErrorMessage error = client.received().last(ErrorMessage.class);
        assertThat(error.code()).isEqualTo(ErrorCode.INVALID_FIELD);
        assertThat(error.field()).isEqualTo("options.view");
        assertThat(error.text())
                .isEqualTo("\"options.view\" cannot be had: \"market_data\" has no views (channels.market_data.views)");
    }

    @Test
    void aViewThatDoesNotExistIsRefusedWithThoseThatDo() {
        SimulatedClient client = subscribe(FrameKind.JSON, SubscribeOptions.NONE.withView("full"), "market_data:A");

        ErrorMessage error = client.received().last(ErrorMessage.class);
        assertThat(error.field()).isEqualTo("options.view");
        assertThat(error.text())
                .isEqualTo("\"options.view\" must be one of the views of \"market_data\": lite, tiny "
                        + "(channels.market_data.views)");
    }
}
