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
import io.tickgate.protocol.message.ErrorCode;
import io.tickgate.protocol.message.Position;
import io.tickgate.protocol.message.ServerMessage;
import io.tickgate.protocol.message.UpdateMessage.PublicationMessage;
import io.tickgate.protocol.message.WireFormat;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RecoveryTest {
    private Simulation simulation = new Simulation(new SimulationSettings().history(20, 1 << 20));

    @AfterEach
    void everythingIsGivenBack() {
        simulation.end();
    }

    private void publish(String channel, int count) {
        for (int i = 0; i < count; i++) {
            simulation.publish(0, channel, Bodies.json("p"), PublishOptions.NONE, new Reply());
        }
        simulation.loops().runAll();
    }

    private SimulatedClient resume(String channel, String epoch, long offset, FrameKind kind) {
        SimulatedClient client = simulation.connect(0, kind);
        client.resume(channel, new Position(epoch, offset));
        simulation.loops().runAll();
        return client;
    }

    private SimulatedClient resume(String channel, long offset) {
        return resume(channel, Simulation.EPOCH, offset, FrameKind.JSON);
    }

    private static List<Long> offsets(SimulatedClient client) {
        return client.received().all(PublicationMessage.class).stream()
                .map(PublicationMessage::offset)
                .toList();
    }

    private static ServerMessage.SubscriptionConfirmed confirmation(SimulatedClient client) {
        return client.received().all(ServerMessage.SubscriptionConfirmed.class).get(0);
    }

    private static List<Long> range(long first, long last) {
        return LongStream.rangeClosed(first, last).boxed().toList();
    }

    @ParameterizedTest
    @EnumSource(
            value = FrameKind.class,
            names = {"JSON", "JSON_DEFLATED"})
    void whatIsRecoveredHasEveryDigitEvenIfOnlyMessagePackWasNeededAtTheTime(FrameKind kind) {
        String digits = "0.12345678901234567890123";
        SimulatedClient live = simulation.connect(0, FrameKind.MSGPACK);
        live.subscribe("chart_updates:A");
        simulation.loops().runAll();
        simulation.publish(
                0,
                "chart_updates:A",
                Bodies.written("{\"p\":" + digits + ",\"text\":\"" + "x".repeat(300) + "\"}"),
                PublishOptions.NONE,
                new Reply());
        simulation.loops().runAll();

        SimulatedClient client = resume("chart_updates:A", Simulation.EPOCH, 0, kind);

        PublicationMessage recovered = client.received().last(PublicationMessage.class);
        assertThat(new String(recovered.body().bytes(), StandardCharsets.UTF_8)).contains("\"p\":" + digits + ",");
    }

    @ParameterizedTest
    @EnumSource(FrameKind.class)
    void whatWasMissedComesBetweenTheConfirmationAndLiveInWhateverKindIsNeeded(FrameKind kind) {
        publish("chart_updates:A", 10);

        SimulatedClient client = resume("chart_updates:A", Simulation.EPOCH, 6, kind);
        publish("chart_updates:A", 2);

        assertThat(client.types().subList(0, 3))
                .containsExactly("connection_established", "subscription_confirmed", "p");
        assertThat(confirmation(client).recovered()).isTrue();
        assertThat(confirmation(client).position().offset()).isEqualTo(10);
        assertThat(offsets(client)).isEqualTo(range(7, 12));
    }

    @Test
    void aRecoveredPublicationIsTheSameBytesAsTheLiveOne() {
        SimulatedClient live = simulation.connect(0, FrameKind.MSGPACK);
        live.subscribe("chart_updates:A");
        simulation.loops().runAll();
        simulation.publish(0, "chart_updates:A", Bodies.of(WireFormat.JSON, "p", 40), PublishOptions.NONE, new Reply());
        simulation.loops().runAll();
        live.cut();

        SimulatedClient late = resume("chart_updates:A", Simulation.EPOCH, 0, FrameKind.MSGPACK);

        assertThat(late.received().all(PublicationMessage.class))
                .isEqualTo(live.received().all(PublicationMessage.class));
    }

    @Test
    void aFrameThatGrewWithItsFormatIsReplayedInEveryKind() {
        simulation.end();
        simulation = new Simulation(new SimulationSettings().history(20, 8 << 20));
        simulation.connect(0, FrameKind.JSON).subscribe("market_data:A");
        simulation.loops().runAll();
        simulation.publishAndRun("market_data:A", Bodies.of(WireFormat.MSGPACK, "grown", "\u0001".repeat(200_000)));

        SimulatedClient client = resume("market_data:A", Simulation.EPOCH, 0, FrameKind.JSON_DEFLATED);

        assertThat(client.types()).endsWith("subscription_confirmed", "grown");
    }

    @Test
    void aKindThatIsMadeForAReplayIsCountedAsLongAsItIsKept() {
        simulation.publishAndRun("chart_updates:A", Bodies.of(WireFormat.JSON, "p", 4_000));
        long before = simulation.counter(Counter.HISTORY_BYTES);

        resume("chart_updates:A", Simulation.EPOCH, 0, FrameKind.MSGPACK);
        long after = simulation.counter(Counter.HISTORY_BYTES);
        simulation.clock().advance(Duration.ofMinutes(6));
        resume("chart_updates:A", Simulation.EPOCH, 0, FrameKind.JSON);

        assertThat(after).isBetween(before + 4_000, before + 4_200);
        assertThat(simulation.counter(Counter.HISTORY_BYTES)).isZero();
    }

    @Test
    void whoMissedNothingGetsNothing() {
        publish("chart_updates:A", 3);

        SimulatedClient client = resume("chart_updates:A", 3);

        assertThat(confirmation(client).recovered()).isTrue();
        assertThat(offsets(client)).isEmpty();
    }

    @Test
    void moreThanIsEverKeptIsTooFar() {
        publish("chart_updates:A", 30);

        SimulatedClient client = resume("chart_updates:A", 2);

        assertThat(confirmation(client).recovered()).isFalse();
        assertThat(confirmation(client).reason()).isEqualTo("too_far");
        assertThat(offsets(client)).isEmpty();
    }

    @Test
    void whatIsTooOldHasExpired() {
        publish("chart_updates:A", 5);
        simulation.clock().advance(Duration.ofMinutes(6));
        publish("chart_updates:A", 1);

        SimulatedClient client = resume("chart_updates:A", 3);

        assertThat(confirmation(client).reason()).isEqualTo("expired");
    }

    @Test
    void aPositionOfAnotherRunIsToldAndAStateIsCaughtUpAtOnce() {
        publish("market_data:A", 5);

        SimulatedClient client = resume("market_data:A", "another", 900, FrameKind.JSON);

        assertThat(confirmation(client).reason()).isEqualTo("epoch_changed");
        assertThat(offsets(client)).containsExactly(5L);
    }

    @Test
    void theNewestValueOfAStateOutlivesItsAge() {
        publish("market_data:A", 5);
        simulation.clock().advance(Duration.ofMinutes(6));

        SimulatedClient client = resume("market_data:A", 2);

        assertThat(confirmation(client).reason()).isEqualTo("expired");
        assertThat(offsets(client)).containsExactly(5L);
    }

    @Test
    void theTopicOfABareBaseIsAStreamEvenInAFamilyOfStates() {
        publish("market_data", 30);

        SimulatedClient client = resume("market_data", 2);

        assertThat(confirmation(client).reason()).isEqualTo("too_far");
        assertThat(offsets(client)).isEmpty();
    }

    @Test
    void aPositionThatIsNotReachedYetIsRefused() {
        publish("chart_updates:A", 3);

        SimulatedClient client = resume("chart_updates:A", 4);

        ServerMessage.ErrorMessage error =
                client.received().all(ServerMessage.ErrorMessage.class).get(0);
        assertThat(error.code()).isEqualTo(ErrorCode.INVALID_POSITION);
        assertThat(error.field()).isEqualTo("since.offset");
        assertThat(client.session().subscriptions().count()).isZero();
    }

    @Test
    void whoIsSubscribedAlreadyGetsNothingTwice() {
        SimulatedClient client = simulation.connect(0, FrameKind.JSON);
        client.subscribe("market_data");
        simulation.loops().runAll();
        publish("market_data:A", 3);

        client.resume("market_data:A", new Position(Simulation.EPOCH, 0));
        simulation.loops().runAll();

        assertThat(client.received()
                        .all(ServerMessage.SubscriptionConfirmed.class)
                        .get(1)
                        .reason())
                .isEqualTo("already_subscribed");
        assertThat(offsets(client)).isEqualTo(range(1, 3));
    }

    @Test
    void whoWasExcludedFromAPublicationIsNotSentItLater() {
        SimulatedClient client = simulation.connect(0, FrameKind.JSON);
        simulation.loops().runAll();
        PublishOptions without =
                new PublishOptions(null, null, client.session().id().toString());
        simulation.publish(0, "chart_updates:A", Bodies.json("p"), without, new Reply());
        publish("chart_updates:A", 1);

        client.resume("chart_updates:A", new Position(Simulation.EPOCH, 0));
        simulation.loops().runAll();

        assertThat(offsets(client)).containsExactly(2L);
    }

    @Test
    void theOldestGoesFirstWhenAllHistoriesTogetherAreTooLarge() {
        simulation.end();
        simulation = new Simulation(new SimulationSettings().history(20, 4_000));
        publish("chart_updates:OLD", 5);
        publish("chart_updates:NEW", 5);

        SimulatedClient old = resume("chart_updates:OLD", 0);
        SimulatedClient recent = resume("chart_updates:NEW", 0);

        assertThat(confirmation(old).reason()).isEqualTo("expired");
        assertThat(confirmation(recent).recovered()).isTrue();
        assertThat(simulation.engine().shards().get(0).counters().get(Counter.HISTORY_BYTES))
                .isLessThanOrEqualTo(4_000);
    }

    @Test
    void aReplayMakesNobodySlow() {
        simulation.end();
        simulation =
                new Simulation(new SimulationSettings().history(500, 1 << 20).outboxBytesMax(1000));
        publish("chart_updates:A", 100);
        SimulatedClient client = simulation.connect(0, FrameKind.JSON);
        simulation.loops().runAll();
        client.connection().onlyQueued();
        client.run(client.connection()::acceptNothing);

        client.resume("chart_updates:A", new Position(Simulation.EPOCH, 0));
        simulation.loops().runAll();
        client.run(client.connection()::acceptAll);
        simulation.loops().runAll();

        assertThat(client.received().isClosed()).isFalse();
        assertThat(offsets(client)).hasSize(100);
        assertThat(simulation.counter(Counter.OUTBOX_BYTES)).isZero();
    }

    @Test
    void aReplayLargerThanTheQueueReachesASlowReaderWhole() {
        simulation.end();
        simulation =
                new Simulation(new SimulationSettings().history(500, 1 << 20).queueBytesMax(4096));
        publish("chart_updates:A", 400);
        SimulatedClient client = simulation.connect(0, FrameKind.JSON);
        simulation.loops().runAll();
        client.connection().onlyQueued();
        client.run(() -> client.connection().accept(100, 100));

        client.resume("chart_updates:A", new Position(Simulation.EPOCH, 0));
        simulation.loops().runAll();
        client.run(client.connection()::acceptAll);
        simulation.loops().runAll();

        assertThat(offsets(client)).isEqualTo(range(1, 400));
    }

    @Test
    void whatASlowReaderStillHasToGetIsCountedUntilItHasIt() {
        simulation.end();
        simulation = new Simulation(new SimulationSettings().history(20, 12_000));
        publish("market_data:A", 20);
        long full = simulation.counter(Counter.HISTORY_BYTES);
        SimulatedClient slow = simulation.connect(0, FrameKind.JSON);
        simulation.loops().runAll();
        slow.run(slow.connection()::acceptNothing);
        slow.resume("market_data:A", new Position(Simulation.EPOCH, 0));
        simulation.loops().runAll();

        publish("market_data:B", 40);

        assertThat(full).isBetween(6_000L, 12_000L);
        assertThat(simulation.counter(Counter.HISTORY_BYTES)).isBetween(full, 12_000L);
        assertThat(resume("market_data:B", 20).received().all(PublicationMessage.class))
                .as("there is little room for anything newer")
                .hasSizeLessThan(20);

        slow.run(slow.connection()::acceptAll);
        publish("market_data:B", 40);

        assertThat(offsets(slow))
                .isEqualTo(LongStream.rangeClosed(1, 20).boxed().toList());
        assertThat(resume("market_data:B", 60).received().all(PublicationMessage.class))
                .hasSize(20);
    }

    @Test
    void whoComesBackTogetherSharesWhatWasMissedAndWhoComesLaterGetsWhatIsThereThen() {
        publish("market_data:A", 10);
        SimulatedClient first = resume("market_data:A", 4);
        SimulatedClient second = resume("market_data:A", 4);
        SimulatedClient other = resume("market_data:A", Simulation.EPOCH, 4, FrameKind.MSGPACK);
        publish("market_data:A", 1);
        SimulatedClient third = resume("market_data:A", 4);
        publish("market_data:A", 20);
        SimulatedClient late = resume("market_data:A", 4);

        assertThat(offsets(first)).isEqualTo(range(5, 31));
        assertThat(offsets(second)).isEqualTo(range(5, 31));
        assertThat(offsets(other)).isEqualTo(range(5, 31));
        assertThat(offsets(third)).isEqualTo(range(5, 31));
        assertThat(confirmation(late).recovered()).isFalse();
    }
}
