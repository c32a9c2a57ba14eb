package io.tickgate.core.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.tickgate.core.broadcast.PublishOptions;
import io.tickgate.core.frame.FrameKind;
import io.tickgate.core.metrics.Counter;
import io.tickgate.core.sim.Bodies;
import io.tickgate.core.sim.Reply;
import io.tickgate.core.sim.SimulatedClient;
import io.tickgate.core.sim.Simulation;
import io.tickgate.core.sim.SimulationSettings;
import io.tickgate.protocol.message.CommandId;
import io.tickgate.protocol.message.ErrorCode;
import io.tickgate.protocol.message.Position;
import io.tickgate.protocol.message.ServerMessage;
import io.tickgate.protocol.message.WireFormat;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AcknowledgementTest extends AcknowledgementScene {
    private void assertRefused(SimulatedClient client, String channel, long offset, ErrorCode code, String field) {
        CommandId id = client.nextId();
        acknowledge(client, channel, offset);

        ServerMessage.ErrorMessage error = client.received().last(ServerMessage.ErrorMessage.class);
        assertThat(error.code()).isEqualTo(code);
        assertThat(error.field()).isEqualTo(field);
        assertThat(error.channel()).isEqualTo(channel);
        assertThat(error.command()).isEqualTo("ack");
        assertThat(error.id()).isEqualTo(id);
    }

    @ParameterizedTest
    @EnumSource(FrameKind.class)
    void whatIsNotAcknowledgedComesAgainThreeTimesByteForByteAndThenTheConnectionEnds(FrameKind kind) {
        SimulatedClient client = subscribed(kind, "notifications");
        simulation.publish(0, "notifications", Bodies.of(WireFormat.JSON, "p", 500), PublishOptions.NONE, new Reply());
        simulation.loops().runAll();
        byte[] first = client.received().lastFrame();

        for (int times = 1; times <= 3; times++) {
            simulation.pass(Duration.ofMillis(4900));
            assertThat(got(client)).hasSize(times);
            simulation.pass(Duration.ofMillis(100));
            assertThat(got(client)).hasSize(times + 1);
            assertThat(client.received().lastFrame()).isEqualTo(first);
        }
        simulation.pass(Duration.ofMillis(4900));
        assertThat(client.received().isClosed()).isFalse();
        simulation.pass(Duration.ofMillis(100));

        assertClosed(client);
        assertThat(got(client)).hasSize(4);
        assertThat(simulation.counter(Counter.REDELIVERED)).isEqualTo(3);
        assertThat(simulation.counter(Counter.ACK_CLOSES)).isEqualTo(1);
    }

    @Test
    void whatIsAcknowledgedDoesNotComeAgain() {
        SimulatedClient client = subscribed("notifications");
        publish("notifications", "a", "b", "c");

        acknowledge(client, "notifications", 2);
        simulation.pass(Duration.ofSeconds(5));
        acknowledge(client, "notifications", 3);
        simulation.pass(Duration.ofSeconds(30));

        assertThat(got(client)).containsExactly("a", "b", "c", "c");
        assertThat(client.received().isClosed()).isFalse();
        assertThat(client.received().all(ServerMessage.AckConfirmed.class))
                .extracting(ServerMessage.AckConfirmed::channel, ServerMessage.AckConfirmed::offset)
                .containsExactly(tuple("notifications", 2L), tuple("notifications", 3L));
        assertThat(simulation.counter(Counter.UNACKED_BYTES)).isZero();
    }

    @Test
    void theOldestComesFirstWhicheverChannelItIsOf() {
        SimulatedClient client = subscribed("market_data:A", "market_data:B");
        publish("market_data:B", "1");
        publish("market_data:A", "2");
        publish("market_data:B", "3");

        simulation.pass(Duration.ofSeconds(5));

        assertThat(got(client)).containsExactly("1", "2", "3", "1", "2", "3");
    }

    @Test
    void eachPublicationHasItsOwnTime() {
        SimulatedClient client = subscribed("notifications");
        publish("notifications", "early");
        simulation.pass(Duration.ofSeconds(3));
        publish("notifications", "late");

        simulation.pass(Duration.ofSeconds(2));
        assertThat(got(client)).containsExactly("early", "late", "early");
        simulation.pass(Duration.ofSeconds(3));

        assertThat(got(client)).containsExactly("early", "late", "early", "late");
    }

    @Test
    void withoutAskingForItNothingComesTwice() {
        SimulatedClient client = simulation.connect(0, FrameKind.JSON);
        client.subscribe("notifications");
        SimulatedClient other = subscribed("market_data");
        publish("notifications", "p");

        simulation.pass(Duration.ofSeconds(30));

        assertThat(got(client)).containsExactly("p");
        assertThat(got(other)).isEmpty();
        assertRefused(client, "notifications", 1, ErrorCode.INVALID_FIELD, "channel");
    }

    @Test
    void aFamilysSubscriberAcknowledgesByTheMembersChannel() {
        SimulatedClient client = subscribed("market_data");
        publish("market_data:A", "a");
        publish("market_data:B", "b");

        acknowledge(client, "market_data:A", 1);
        simulation.pass(Duration.ofSeconds(5));

        assertThat(got(client)).containsExactly("a", "b", "b");
        assertRefused(client, "market_data:A", 2, ErrorCode.INVALID_POSITION, "offset");
        assertRefused(client, "market_data", 1, ErrorCode.INVALID_POSITION, "offset");
    }

    @Test
    void onlyWhatWasSentCanBeAcknowledgedAndAgainAsOftenAsOneLikes() {
        publish("notifications", "before");
        SimulatedClient client = subscribed("notifications");
        publish("notifications", "p");

        assertRefused(client, "notifications", 3, ErrorCode.INVALID_POSITION, "offset");
        assertRefused(client, "market_data", 1, ErrorCode.INVALID_FIELD, "channel");
        assertRefused(client, "nope", 1, ErrorCode.UNKNOWN_CHANNEL, "channel");
        assertRefused(client, "market_data:", 1, ErrorCode.INVALID_FIELD, "channel");
        for (long offset : new long[] {0, 1, 2, 2, 1}) {
            acknowledge(client, "notifications", offset);
            assertThat(client.received().last(ServerMessage.AckConfirmed.class).offset())
                    .isEqualTo(offset);
        }
    }

    @Test
    void aMemberThatWantsItKeepsItUnderAFamilyThatDoesNot() {
        SimulatedClient client = subscribed("market_data:A");
        client.subscribe("market_data");
        simulation.loops().runAll();
        publish("market_data:A", "a");
        publish("market_data:B", "b");

        simulation.pass(Duration.ofSeconds(5));
        client.unsubscribe("market_data");
        simulation.pass(Duration.ofSeconds(5));

        assertThat(got(client)).containsExactly("a", "b", "a", "a");
    }

    @Test
    void whatWasUnsubscribedIsNotSentAgain() {
        SimulatedClient client = subscribed("market_data", "market_data:A");
        publish("market_data:A", "a");
        publish("market_data:B", "b");

        client.unsubscribe("market_data");
        simulation.pass(Duration.ofSeconds(5));
        client.unsubscribe("market_data:A");
        simulation.pass(Duration.ofSeconds(30));

        assertThat(got(client)).containsExactly("a", "b", "a");
        assertThat(client.received().isClosed()).isFalse();
    }

    @Test
    void aSubscriptionCanWantItFromTheSecondTimeOn() {
        SimulatedClient client = simulation.connect(0, FrameKind.JSON);
        client.subscribe("notifications");
        simulation.loops().runAll();
        publish("notifications", "before");
        client.subscribeWithAck("notifications");
        simulation.loops().runAll();
        publish("notifications", "after");
        client.subscribe("notifications");

        simulation.pass(Duration.ofSeconds(5));

        assertThat(got(client)).containsExactly("before", "after", "after");
    }

    @Test
    void whatIsRecoveredWantsToBeAcknowledgedToo() {
        publish("chart_updates:A", "1", "2", "3");
        SimulatedClient client = simulation.connect(0, FrameKind.JSON);
        client.resumeWithAck("chart_updates:A", new Position(Simulation.EPOCH, 1));
        simulation.loops().runAll();
        publish("chart_updates:A", "4");

        acknowledge(client, "chart_updates:A", 2);
        simulation.pass(Duration.ofSeconds(5));

        assertThat(got(client)).containsExactly("2", "3", "4", "3", "4");
    }

    @Test
    void theNewestValueOfAStateWantsToBeAcknowledgedToo() {
        publish("market_data:A", "1", "2");
        SimulatedClient client = simulation.connect(0, FrameKind.JSON);
        client.resumeWithAck("market_data:A", new Position("another", 9));

        simulation.pass(Duration.ofSeconds(6));

        assertThat(got(client)).containsExactly("2", "2");
    }

    @Test
    void theTimeRunsOnlyWhileTheSocketTakesBytes() {
        SimulatedClient client = subscribed("notifications");
        client.run(client.connection()::acceptNothing);
        IntStream.range(0, 30).forEach(i -> publish("notifications", "p" + i));
        for (int i = 0; i < 40; i++) {
            client.run(() -> client.connection().accept(1, 1));
            simulation.pass(Duration.ofMillis(200));
        }

        client.run(client.connection()::acceptAll);
        simulation.pass(Duration.ofMillis(4900));
        assertThat(got(client)).hasSize(30);
        simulation.pass(Duration.ofMillis(200));

        assertThat(got(client)).hasSize(60);
        assertThat(got(client).subList(30, 60)).isEqualTo(got(client).subList(0, 30));
    }

    @Test
    void aListIsAllOrNothingAlsoForAcknowledgement() {
        simulation.end();
        simulation = new Simulation(new SimulationSettings().topics(1, Duration.ofMinutes(1)));
        SimulatedClient client = simulation.connect(0, FrameKind.JSON);
        client.subscribe("notifications");
        client.subscribeWithAck("notifications", "market_data:A", "market_data:B");
        simulation.loops().runAll();
        publish("notifications", "p");

        simulation.pass(Duration.ofSeconds(6));

        assertThat(got(client)).containsExactly("p");
        assertThat(client.types()).contains("error");
    }
}
