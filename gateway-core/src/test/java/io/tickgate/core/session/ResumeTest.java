package io.tickgate.core.session;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tickgate.core.broadcast.PublishOptions;
import io.tickgate.core.frame.FrameKind;
import io.tickgate.core.metrics.Counter;
import io.tickgate.core.sim.Bodies;
import io.tickgate.core.sim.Reply;
import io.tickgate.core.sim.SimulatedClient;
import io.tickgate.core.sim.Simulation;
import io.tickgate.core.sim.SimulationSettings;
import io.tickgate.protocol.message.ChannelPosition;
import io.tickgate.protocol.message.ChannelRequest;
import io.tickgate.protocol.message.ErrorCode;
import io.tickgate.protocol.message.Position;
import io.tickgate.protocol.message.Resume;
import io.tickgate.protocol.message.Resumed;
import io.tickgate.protocol.message.ServerMessage.ErrorMessage;
import io.tickgate.protocol.message.ServerMessage.Welcome;
import io.tickgate.protocol.message.Since;
import io.tickgate.protocol.message.SubscribeOptions;
import io.tickgate.protocol.message.SubscribeOptions.Rewind;
import io.tickgate.protocol.message.SubscribeOptions.Unit;
import io.tickgate.protocol.message.UpdateMessage.PublicationMessage;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ResumeTest {
    private static final SubscribeOptions SNAPSHOT = SubscribeOptions.NONE.withSnapshot(true);

    private Simulation simulation =
            new Simulation(new SimulationSettings().loops(2).subscriptionsMax(4));

    private SimulatedClient connect(@Nullable String userId) {
        SimulatedClient client = userId == null
                ? simulation.connect(0, FrameKind.JSON)
                : simulation.connectAs(userId, 0, FrameKind.JSON);
        simulation.loops().runAll();
        return client;
    }

    private static String token(SimulatedClient client) {
        return Objects.requireNonNull(client.received().last(Welcome.class).resumeToken());
    }

    /** What a client that is gone has in hand. */
    private String lostToken(@Nullable String userId) {
        SimulatedClient client = connect(userId);
        client.cut();
        simulation.loops().runAll();
        return token(client);
    }

    private static ChannelRequest since(String channel, long offset) {
        return new ChannelRequest(channel, new Since(new Position(Simulation.EPOCH, offset)), false, null);
    }

    private void resume(SimulatedClient client, String token, ChannelRequest... requests) {
        client.send(new Resume(client.nextId(), token, List.of(requests)));
        simulation.loops().runAll();
    }

    private static List<Long> offsets(SimulatedClient client, String channel) {
        return client.received().all(PublicationMessage.class).stream()
                .filter(message -> message.channel().equals(channel))
                .map(PublicationMessage::offset)
                .toList();
    }

    private void publish(String channel, int times) {
        for (int i = 0; i < times; i++) {
            simulation.publishAndRun(channel, Bodies.json("p"));
        }
    }

    private static ChannelPosition line(
            String channel,
            long offset,
            @Nullable SubscribeOptions granted,
            @Nullable Boolean recovered,
            @Nullable String reason) {
        return new ChannelPosition(channel, new Position(Simulation.EPOCH, offset), granted, recovered, reason);
    }

    @Test
    void everythingComesBackByOneMessageEachChannelOnItsOwnTerms() {
        String token = lostToken(null);
        publish("market_data:A", 4);
        publish("market_data:B", 3);
        publish("chart_updates:C", 30);
        publish("backtest_progress:D", 2);
        SimulatedClient client = connect(null);

        resume(
                client,
                token,
                since("market_data:A", 2),
                new ChannelRequest("market_data:B", null, false, SNAPSHOT),
                since("chart_updates:C", 1),
                new ChannelRequest(
                        "backtest_progress:D", null, true, SubscribeOptions.NONE.withRewind(new Rewind(Unit.LAST, 1))));
        publish("market_data:A", 1);

        Resumed resumed = client.received().last(Resumed.class);
        assertThat(resumed.id()).isEqualTo(client.sent().get(0).id());
        assertThat(resumed.channels())
                .containsExactly(
                        line("market_data:A", 4, null, true, null),
                        line("market_data:B", 3, SNAPSHOT.withGapless(true), null, null),
                        line("chart_updates:C", 30, null, false, "too_far"),
                        line(
                                "backtest_progress:D",
                                2,
                                SubscribeOptions.NONE
                                        .withRewind(new Rewind(Unit.LAST, 1))
                                        .withGapless(true),
                                null,
                                null));
        assertThat(client.types().subList(0, 2)).containsExactly("connection_established", "resumed");
        assertThat(offsets(client, "market_data:A")).containsExactly(3L, 4L, 5L);
        assertThat(offsets(client, "market_data:B")).containsExactly(3L);
        assertThat(offsets(client, "chart_updates:C")).isEmpty();
        simulation.pass(Duration.ofSeconds(6));
        assertThat(offsets(client, "backtest_progress:D")).as("sent again").containsExactly(2L, 2L);
        assertThat(simulation.counter(Counter.RESUMED)).isEqualTo(1);
        simulation.end();
    }

    @Test
    void aUsersOwnChannelComesBackWithItsPosition() {
        String token = lostToken("u1");
        for (int i = 0; i < 3; i++) {
            simulation.publish(0, "notifications", Bodies.json("p"), PublishOptions.NONE, new Reply());
        }
        simulation.loops().runAll();
        SimulatedClient client = connect("u1");

        resume(
                client,
                token,
                new ChannelRequest("notifications", new Since(new Position(Simulation.EPOCH, 1), 0L), false, null),
                since("market_data", 0));

        assertThat(client.received().last(Resumed.class).channels())
                .containsExactly(
                        line("notifications", 3, null, true, null),
                        line("market_data", 0, null, true, null),
                        line("user:u1", 0, null, true, null));
        assertThat(offsets(client, "notifications")).containsExactly(2L, 3L);
        simulation.end();
    }

    @Test
    void theTokensOfOthersOfNobodyAndOfLongAgoAreRefusedWholeAndTheConnectionLivesOn() {
        String ofUser = lostToken("u1");
        String ofNobody = lostToken(null);
        SimulatedClient client = connect("u2");

        for (String token : List.of(ofUser, ofNobody, "forged")) {
            resume(client, token, since("market_data:A", 0));
            assertRefused(client, ErrorCode.RESUME_REFUSED, "token");
        }
        simulation.pass(Duration.ofSeconds(30));
        SimulatedClient nobody = connect(null);
        simulation.pass(Duration.ofMinutes(1));
        nobody.ping();
        simulation.pass(Duration.ofMinutes(1));
        resume(nobody, ofNobody, since("market_data:A", 0));
        assertRefused(nobody, ErrorCode.RESUME_REFUSED, "token");
        assertThat(simulation.counter(Counter.RESUME_REFUSALS)).isEqualTo(4);

        nobody.subscribe("market_data:A");
        simulation.loops().runAll();
        assertThat(nobody.types()).endsWith("subscription_confirmed");
        simulation.end();
    }

    private void assertRefused(SimulatedClient client, ErrorCode code, String field) {
        ErrorMessage error = client.received().last(ErrorMessage.class);
        assertThat(error.code()).isEqualTo(code);
        assertThat(error.field()).isEqualTo(field);
        assertThat(error.command()).isEqualTo("resume");
        assertThat(client.session().subscriptions().count()).isZero();
    }

    @Test
    void aTokenCountsWhileItsConnectionLives() {
        SimulatedClient before = connect(null);
        for (int i = 0; i < 5; i++) {
            before.ping();
            simulation.pass(Duration.ofMinutes(1));
        }
        SimulatedClient client = connect(null);

        resume(client, token(before), since("market_data:A", 0));

        assertThat(client.types()).endsWith("resumed");
        simulation.end();
    }

    @Test
    void oneChannelThatCannotBeHadRefusesAllByItsPlace() {
        String token = lostToken(null);
        publish("market_data:A", 3);
        SimulatedClient client = connect(null);

        resume(client, token, since("market_data:B", 0), since("market_data:A", 4));
        assertRefused(client, ErrorCode.INVALID_POSITION, "subscriptions[1].since.offset");
        resume(client, token, since("market_data:B", 0), since("nope", 0));
        assertRefused(client, ErrorCode.UNKNOWN_CHANNEL, "subscriptions[1].channel");
        resume(client, token, since("market_data:B", 0), since("user:u1", 0));
        assertRefused(client, ErrorCode.UNKNOWN_CHANNEL, "subscriptions[1].channel");
        resume(
                client,
                token,
                new ChannelRequest("notifications", new Since(new Position(Simulation.EPOCH, 0), 0L), false, null));
        assertRefused(client, ErrorCode.INVALID_FIELD, "subscriptions[0].since.user_offset");
        resume(
                client,
                token,
                since("market_data:A", 0),
                since("market_data:B", 0),
                since("market_data:C", 0),
                since("market_data:D", 0),
                since("market_data:E", 0));
        assertRefused(client, ErrorCode.TOO_MANY_SUBSCRIPTIONS, "subscriptions");

        publish("market_data:B", 1);
        assertThat(offsets(client, "market_data:B")).isEmpty();
        resume(client, token, since("market_data:A", 1));
        assertThat(offsets(client, "market_data:A")).containsExactly(2L, 3L);
        simulation.end();
    }

    @Test
    void aFamilyWithTooManyValuesIsNamedByItsPlace() {
        simulation = new Simulation(new SimulationSettings().beginnings(1, 1 << 20, 10));
        String token = lostToken(null);
        publish("market_data:A", 1);
        publish("market_data:B", 1);
        SimulatedClient client = connect(null);

        resume(client, token, new ChannelRequest("market_data", null, false, SNAPSHOT));

        assertRefused(client, ErrorCode.SNAPSHOT_TOO_LARGE, "subscriptions[0].options.snapshot");
        simulation.end();
    }

    @Test
    void whatIsSubscribedAlreadyGoesOn() {
        String token = lostToken(null);
        publish("market_data:A", 2);
        SimulatedClient client = connect(null);
        client.subscribe("market_data:A");

        resume(client, token, since("market_data:A", 0), since("market_data:B", 0));
        publish("market_data:A", 1);

        assertThat(client.received().last(Resumed.class).channels())
                .containsExactly(
                        line("market_data:A", 2, null, false, "already_subscribed"),
                        line("market_data:B", 0, null, true, null));
        assertThat(offsets(client, "market_data:A")).containsExactly(3L);
        simulation.end();
    }

    @Test
    void nothingIsMissedNothingComesTwiceWhateverIsPublishedMeanwhile() {
        for (int seed = 0; seed < 300; seed++) {
            simulation = new Simulation(new SimulationSettings().loops(3).seed(seed, seed % 2 == 0));
            String token = lostToken(null);
            publish("market_data:A", 5);
            publish("market_data:B", 5);
            publish("market_data", 5);
            SimulatedClient client = simulation.connect(seed % 3, FrameKind.JSON);
            ChannelRequest[] requests = {since("market_data", 2), since("market_data:A", 1), since("market_data:B", 4)};
            client.send(new Resume(client.nextId(), token, List.of(requests)));
            for (int i = 0; i < 9; i++) {
                String channel =
                        List.of("market_data:A", "market_data:B", "market_data").get(i % 3);
                simulation.publish((i + seed) % 3, channel, Bodies.json("p"), PublishOptions.NONE, new Reply());
            }
            simulation.loops().runAll();

            assertThat(client.types().get(1)).isEqualTo("resumed");
            for (ChannelRequest request : requests) {
                long from = Objects.requireNonNull(request.since()).position().offset();
                assertThat(offsets(client, request.channel()))
                        .as("%s with seed %s", request.channel(), seed)
                        .containsExactlyElementsOf(
                                LongStream.rangeClosed(from + 1, 8).boxed().toList());
            }
            simulation.end();
        }
    }

    @Test
    void afterARestartWithTheSameKeyEverythingStandsAgainThoughNothingIsRecovered() {
        byte[] key = "k".repeat(32).getBytes(UTF_8);
        simulation = new Simulation(new SimulationSettings().resume(key, 10));
        String token = lostToken("u1");
        simulation.end();
        simulation = new Simulation(new SimulationSettings().resume(key, 10));
        publish("market_data:A", 1);
        SimulatedClient client = connect("u1");

        client.send(new Resume(
                client.nextId(),
                token,
                List.of(new ChannelRequest("market_data:A", new Since(new Position("before", 40)), false, null))));
        simulation.loops().runAll();

        assertThat(client.received().last(Resumed.class).channels())
                .containsExactly(line("market_data:A", 1, null, false, "epoch_changed"));
        assertThat(offsets(client, "market_data:A"))
                .as("the newest value of a state")
                .containsExactly(1L);
        simulation.end();
    }
}
