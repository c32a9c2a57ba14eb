package io.tickgate.core.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.tickgate.core.frame.FrameKind;
import io.tickgate.core.metrics.Counter;
import io.tickgate.core.sim.Bodies;
import io.tickgate.core.sim.ReceivedFrames.Closed;
import io.tickgate.core.sim.ReceivedFrames.Control;
import io.tickgate.core.sim.SimulatedClient;
import io.tickgate.core.sim.Simulation;
import io.tickgate.core.sim.SimulationSettings;
import io.tickgate.protocol.message.CloseCode;
import io.tickgate.protocol.message.ServerMessage.Welcome;
import io.tickgate.protocol.message.UpdateMessage.PublicationMessage;
import io.tickgate.protocol.message.WireFormat;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SessionTest {
    private final Simulation simulation = new Simulation(new SimulationSettings().queueBytesMax(3000));
    private final SimulatedClient client = simulation.connect(0, FrameKind.JSON);

    private void queue(int publications) {
        client.subscribe("market_data");
        simulation.loops().runAll();
        client.run(client.connection()::acceptNothing);
        for (int i = 0; i < publications; i++) {
            simulation.publishAndRun("market_data", Bodies.of(WireFormat.JSON, "p" + i, 200));
        }
    }

    @Test
    void theWelcomeComesFirstAndNamesTheLimits() {
        simulation.loops().runAll();

        assertThat(client.messages()).singleElement().isInstanceOfSatisfying(Welcome.class, welcome -> {
            assertThat(welcome.connectionId()).isEqualTo(client.session().id().toString());
            assertThat(welcome.epoch()).isEqualTo(Simulation.EPOCH);
            assertThat(welcome.heartbeatIntervalSeconds()).isEqualTo(30.0);
            assertThat(welcome.idleTimeoutSeconds()).isEqualTo(90.0);
            assertThat(welcome.messageBytesMax()).isEqualTo(64 << 10);
            assertThat(welcome.protocol()).isEqualTo("gateway.v1.json");
        });
        simulation.end();
    }

    @Test
    void aPingFrameIsAnsweredWithItsPayload() {
        simulation.loops().runAll();

        client.run(() -> client.session().onPing(Unpooled.copiedBuffer("are you there", StandardCharsets.US_ASCII)));
        simulation.loops().runAll();

        assertThat(client.received().last(Control.class)).isEqualTo(new Control(0xA, "are you there"));
        simulation.end();
    }

    @Test
    void aClientThatClosesGetsItsCodeBackAndNothingThatWaited() {
        queue(6);

        client.close(3001);
        client.run(client.connection()::acceptAll);
        simulation.loops().runAll();

        assertThat(client.received().last(Closed.class).status()).isEqualTo(3001);
        assertThat(client.received().all(PublicationMessage.class)).hasSizeLessThan(6);
        assertThat(client.connection().isClosed()).isTrue();
        simulation.end();
    }

    @Test
    void aGracefulCloseSendsWhatWaitsBeforeTheCode() {
        queue(6);

        client.run(() -> client.session().closeAfterQueued(CloseCode.GOING_AWAY));
        simulation.publishAndRun("market_data", Bodies.json("too late"));
        client.run(client.connection()::acceptAll);
        simulation.loops().runAll();

        assertThat(client.received().all(PublicationMessage.class))
                .extracting(PublicationMessage::type)
                .containsExactly("p0", "p1", "p2", "p3", "p4", "p5");
        assertThat(client.received().last(Closed.class).status()).isEqualTo(1001);
        simulation.end();
    }

    @Test
    void aClientThatClosesDuringAGracefulCloseIsAnsweredAtOnce() {
        queue(6);
        client.run(() -> client.session().closeAfterQueued(CloseCode.GOING_AWAY));

        client.close(1000);
        client.run(client.connection()::acceptAll);
        simulation.loops().runAll();

        assertThat(client.received().last(Closed.class).status()).isEqualTo(1000);
        assertThat(client.connection().isClosed()).isTrue();
        simulation.end();
    }

    @Test
    void aSlowSessionIsToldAndThenCutAtTheDeadlineWhenItNeverReads() {
        queue(20);

        assertThat(simulation.counter(Counter.SLOW_CLOSES)).isEqualTo(1);
        assertThat(simulation.counter(Counter.OUTBOX_BYTES))
                .as("what the connection was given already, and the close frame")
                .isBetween(1L, 2_000L);
        assertThat(simulation.counter(Counter.SUBSCRIPTIONS)).isZero();
        simulation.pass(Duration.ofMillis(4_900));
        assertThat(client.connection().isClosed()).isFalse();

        simulation.pass(Duration.ofMillis(100));

        assertThat(client.connection().isClosed()).isTrue();
        simulation.end();
    }

    @Test
    void aSlowSessionThatReadsAgainGets4001AndNoFrameHalf() {
        client.subscribe("market_data");
        simulation.loops().runAll();
        client.run(() -> client.connection().accept(100, 100));
        for (int i = 0; i < 20; i++) {
            simulation.publishAndRun("market_data", Bodies.of(WireFormat.JSON, "p" + i, 200));
        }

        client.run(client.connection()::acceptAll);
        simulation.loops().runAll();

        assertThat(client.received().last(Closed.class).status()).isEqualTo(4001);
        assertThat(client.received().isWhole()).isTrue();
        simulation.end();
    }

    @Test
    void aClientThatSendsPingsAndNeverReadsIsSlow() {
        simulation.loops().runAll();
        client.run(client.connection()::acceptNothing);

        for (int i = 0; i < 100; i++) {
            client.ping();
        }
        simulation.loops().runAll();

        assertThat(simulation.counter(Counter.SLOW_CLOSES)).isEqualTo(1);
        simulation.end();
    }

    @Test
    void oneFrameLargerThanTheQueueCondemnsNobody() {
        client.subscribe("market_data");
        simulation.loops().runAll();
        client.run(client.connection()::acceptNothing);

        simulation.publishAndRun("market_data", Bodies.of(WireFormat.JSON, "large", 5000));
        client.run(client.connection()::acceptAll);
        simulation.loops().runAll();

        assertThat(client.received().last(PublicationMessage.class).type()).isEqualTo("large");
        assertThat(simulation.counter(Counter.SLOW_CLOSES)).isZero();
        simulation.end();
    }

    @Test
    void aBrokenClientGetsTheCodeAndHalfAClose() {
        simulation.loops().runAll();

        client.run(() -> client.session().fail(CloseCode.PROTOCOL_ERROR, "protocol error"));

        assertThat(client.received().last(Closed.class).status()).isEqualTo(1002);
        assertThat(client.connection().isFinished()).isTrue();
        simulation.pass(Duration.ofSeconds(5));
        assertThat(client.connection().isClosed()).isTrue();
        simulation.end();
    }

    @Test
    void aConnectionWithoutADirectWayOutGetsTheSame() {
        client.connection().onlyQueued();
        client.subscribe("market_data");
        simulation.loops().runAll();

        simulation.publishAndRun("market_data", Bodies.json("p0"));

        assertThat(client.received().last(PublicationMessage.class).type()).isEqualTo("p0");
        simulation.end();
    }
}
