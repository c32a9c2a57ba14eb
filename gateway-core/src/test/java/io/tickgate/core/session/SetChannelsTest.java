package io.tickgate.core.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickgate.core.broadcast.PublishOptions;
import io.tickgate.core.broadcast.TopicProbe;
import io.tickgate.core.frame.FrameKind;
import io.tickgate.core.metrics.Counter;
import io.tickgate.core.sim.Bodies;
import io.tickgate.core.sim.Reply;
import io.tickgate.core.sim.SimulatedClient;
import io.tickgate.core.sim.Simulation;
import io.tickgate.core.sim.SimulationSettings;
import io.tickgate.protocol.message.ChannelPosition;
import io.tickgate.protocol.message.ChannelsSet;
import io.tickgate.protocol.message.ClientMessage;
import io.tickgate.protocol.message.ErrorCode;
import io.tickgate.protocol.message.Position;
import io.tickgate.protocol.message.ServerMessage;
import io.tickgate.protocol.message.ServerMessage.ErrorMessage;
import io.tickgate.protocol.message.SetChannels;
import io.tickgate.protocol.message.SubscribeOptions;
import io.tickgate.protocol.message.UpdateMessage.PublicationMessage;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SetChannelsTest {
    private static final SubscribeOptions SNAPSHOT = SubscribeOptions.NONE.withSnapshot(true);

    private Simulation simulation =
            new Simulation(new SimulationSettings().loops(2).subscriptionsMax(3));
    private SimulatedClient client = simulation.connect(0, FrameKind.JSON);

    private void use(SimulationSettings settings) {
        simulation = new Simulation(settings);
        client = simulation.connect(0, FrameKind.JSON);
    }

    private void set(String... channels) {
        set(null, false, channels);
    }

    private void set(@Nullable SubscribeOptions options, boolean ack, String... channels) {
        client.send(new SetChannels(client.nextId(), "market_data", List.of(channels), ack, options));
        simulation.loops().runAll();
    }

    private ChannelsSet answer() {
        assertThat(client.received().all(ErrorMessage.class)).isEmpty();
        return client.received().last(ChannelsSet.class);
    }

    private List<String> got() {
        return client.received().all(PublicationMessage.class).stream()
                .map(PublicationMessage::channel)
                .toList();
    }

    private void publishToAll(String... channels) {
        for (String channel : channels) {
            simulation.publishAndRun(channel, Bodies.json("p"));
        }
    }

    @Test
    void aWatchListIsReplacedInOneStep() {
        client.subscribe("market_data:A", "market_data:B", "notifications:x");
        simulation.loops().runAll();
        publishToAll("market_data:C");

        set("market_data:C", "market_data:B", "market_data:C");
        publishToAll("market_data:A", "market_data:B", "market_data:C", "notifications:x");

        ChannelsSet set = answer();
        assertThat(set.id()).isEqualTo(client.sent().get(1).id());
        assertThat(set.family()).isEqualTo("market_data");
        assertThat(set.added())
                .containsExactly(new ChannelPosition("market_data:C", new Position(Simulation.EPOCH, 1), null));
        assertThat(set.removed()).containsExactly("market_data:A");
        assertThat(got()).containsExactly("market_data:B", "market_data:C", "notifications:x");
        simulation.end();
    }

    @Test
    void anEmptyListLeavesAllMembersButNotTheFamily() {
        client.subscribe("market_data", "market_data:B", "market_data:A");
        simulation.loops().runAll();

        set();
        publishToAll("market_data:A");

        assertThat(answer().added()).isEmpty();
        assertThat(answer().removed()).containsExactly("market_data:A", "market_data:B");
        assertThat(got()).containsExactly("market_data:A");
        assertThat(simulation.counter(Counter.SUBSCRIPTIONS)).isEqualTo(1);
        simulation.end();
    }

    @Test
    void theSameListAgainChangesNothing() {
        set("market_data:A", "market_data:B");

        set(SNAPSHOT, true, "market_data:B", "market_data:A");
        publishToAll("market_data:A");
        simulation.pass(Duration.ofSeconds(6));

        assertThat(answer().added()).isEmpty();
        assertThat(answer().removed()).isEmpty();
        assertThat(got())
                .as("what was there keeps its terms: no ack, no snapshot")
                .containsExactly("market_data:A");
        simulation.end();
    }

    @Test
    void onlyWhatIsAddedGetsASnapshotAndWantsToBeAcknowledged() {
        publishToAll("market_data:A", "market_data:B");
        set("market_data:A");

        set(SNAPSHOT, true, "market_data:A", "market_data:B");

        assertThat(answer().added())
                .containsExactly(new ChannelPosition(
                        "market_data:B", new Position(Simulation.EPOCH, 1), SNAPSHOT.withGapless(true)));
        assertThat(got()).containsExactly("market_data:B");
        publishToAll("market_data:A", "market_data:B");
        simulation.pass(Duration.ofSeconds(6));
        assertThat(got()).as("sent again").filteredOn("market_data:B"::equals).hasSizeGreaterThan(2);
        assertThat(got()).filteredOn("market_data:A"::equals).hasSize(1);
        simulation.end();
    }

    @Test
    void theLimitCountsWhatIsThereAfterwards() {
        set("market_data:A", "market_data:B", "market_data:C");

        set("market_data:D", "market_data:E", "market_data:F");
        assertThat(answer().removed()).hasSize(3);
        assertThat(simulation.counter(Counter.SUBSCRIPTIONS)).isEqualTo(3);

        set("market_data:D", "market_data:E", "market_data:F", "market_data:G");
        ErrorMessage error = client.received().last(ErrorMessage.class);
        assertThat(error.code()).isEqualTo(ErrorCode.TOO_MANY_SUBSCRIPTIONS);
        assertThat(error.field()).isEqualTo("channels");
        publishToAll("market_data:D", "market_data:G");
        assertThat(got()).containsExactly("market_data:D");
        simulation.end();
    }

    @ParameterizedTest
    @CsvSource({
        "market_data, market_data, INVALID_FIELD, channels[1]",
        "market_data, notifications:x, INVALID_FIELD, channels[1]",
        "market_data, user:u1, UNKNOWN_CHANNEL, channels[1]",
        "market_data, nope:x, UNKNOWN_CHANNEL, channels[1]",
        "market_data, 'market_data:', INVALID_FIELD, channels[1]",
        "market_data, 'market_data: x', INVALID_FIELD, channels[1]",
        "nope, market_data:B, UNKNOWN_CHANNEL, family",
        "user, market_data:B, UNKNOWN_CHANNEL, family",
        "market_data:A, market_data:B, INVALID_FIELD, family",
        "':', market_data:B, INVALID_FIELD, family",
    })
    void whatIsNoMemberIsRefusedAndNothingChanges(String family, String channel, ErrorCode code, String field) {
        set("market_data:A");

        client.send(new SetChannels(client.nextId(), family, List.of("market_data:B", channel), false, null));
        simulation.loops().runAll();
        publishToAll("market_data:A", "market_data:B");

        ErrorMessage error = client.received().last(ErrorMessage.class);
        assertThat(error.code()).isEqualTo(code);
        assertThat(error.field()).isEqualTo(field);
        assertThat(error.command()).isEqualTo("set_channels");
        assertThat(got()).containsExactly("market_data:A");
        simulation.end();
    }

    @Test
    void aRefusalOnTheWayLeavesWhatWasThereWithoutAHole() {
        use(new SimulationSettings().loops(2).topics(2, Duration.ofSeconds(1)));
        simulation.loops().runAll();
        String held = memberAt(1, 0);
        String lost = memberAt(1, 1);
        simulation.publishAndRun(lost, Bodies.json("p"));
        client.subscribe(held);
        simulation.loops().runAll();
        simulation.clock().advance(Duration.ofMinutes(1));

        client.run(() -> client.session()
                .onCommand(new SetChannels(client.nextId(), "market_data", List.of(lost), false, null)));
        simulation.loops().runAs(simulation.loop(1), () -> TopicProbe.drop(simulation.engine(), lost));
        simulation.publish(1, held, Bodies.json("p"), PublishOptions.NONE, new Reply());
        assertThat(TopicProbe.homeIndex(simulation.engine(), memberAt(1, 2))).isEqualTo(1);
        simulation.loops().runAll();
        simulation.publishAndRun(held, Bodies.json("p"));

        assertThat(client.received().last(ErrorMessage.class).field()).isEqualTo("channels[0]");
        assertThat(client.received().all(PublicationMessage.class))
                .extracting(PublicationMessage::offset)
                .containsExactly(1L, 2L);
        simulation.end();
    }

    private String memberAt(int loop, int which) {
        Simulation other = new Simulation(new SimulationSettings().loops(2));
        return IntStream.iterate(0, i -> i + 1)
                .mapToObj(i -> "market_data:" + i)
                .filter(name -> TopicProbe.homeIndex(other.engine(), name) == loop)
                .skip(which)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void whileChannelsChangeNothingKeptIsMissedNothingAddedComesEarlyAndNothingRemovedComesLate() {
        boolean[] overtaken = {false};
        for (int seed = 0; seed < 300; seed++) {
            boolean ack = seed % 3 == 0;
            use(new SimulationSettings().loops(3).seed(seed, seed % 2 == 0));
            client.send(new SetChannels(
                    client.nextId(), "market_data", List.of("market_data:K", "market_data:L"), ack, null));
            if (seed % 5 == 0) {
                client.subscribe("market_data");
            }
            simulation.loops().runAll();
            boolean family = seed % 5 == 0;

            client.send(new SetChannels(
                    client.nextId(),
                    "market_data",
                    List.of("market_data:K", "market_data:A", "market_data:B").subList(0, 2 + seed % 2),
                    false,
                    null));
            for (int i = 0; i < 12; i++) {
                String channel = "market_data:" + "KLAB".charAt(i % 4);
                simulation.publish(i % 3, channel, Bodies.json("p"), PublishOptions.NONE, new Reply());
            }
            simulation.loops().runAll();

            assertThat(offsets("market_data:K")).as("seed %s", seed).containsExactly(1L, 2L, 3L);
            List<ServerMessage> messages = client.messages();
            int confirmed = messages.indexOf(answer());
            long late = messages.stream()
                    .skip(confirmed)
                    .filter(m ->
                            m instanceof PublicationMessage p && p.channel().equals("market_data:L"))
                    .count();
            if (family) {
                assertThat(offsets("market_data:L")).containsExactly(1L, 2L, 3L);
            } else {
                assertThat(late).as("seed %s", seed).isZero();
                overtaken[0] |= !offsets("market_data:L").isEmpty();
                for (ChannelPosition line : answer().added()) {
                    assertThat(offsets(line.channel()))
                            .as("seed %s", seed)
                            .containsExactlyElementsOf(
                                    LongStream.rangeClosed(line.position().offset() + 1, 3)
                                            .boxed()
                                            .toList());
                }
            }
            simulation.end();
        }
        assertThat(overtaken[0])
                .as("something came while the change was under way")
                .isTrue();
    }

    private List<Long> offsets(String channel) {
        return client.received().all(PublicationMessage.class).stream()
                .filter(message -> message.channel().equals(channel))
                .map(PublicationMessage::offset)
                .toList();
    }

    @Test
    void aCommandBehindItWaitsAndTheSessionMayEndMeanwhile() {
        simulation.loops().runAll();
        ClientMessage set = new SetChannels(client.nextId(), "market_data", List.of(memberAt(1, 0)), false, null);

        client.run(() -> client.session().onCommand(set));
        client.ping();
        client.cut();
        simulation.loops().runAll();

        assertThat(simulation.counter(Counter.SUBSCRIPTIONS)).isZero();
        simulation.end();
    }
}
