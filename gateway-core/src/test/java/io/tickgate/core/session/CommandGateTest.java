package io.tickgate.core.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickgate.core.frame.FrameKind;
import io.tickgate.core.sim.Bodies;
import io.tickgate.core.sim.ReceivedFrames.Closed;
import io.tickgate.core.sim.SimulatedClient;
import io.tickgate.core.sim.Simulation;
import io.tickgate.core.sim.SimulationSettings;
import io.tickgate.protocol.message.ErrorCode;
import io.tickgate.protocol.message.ServerMessage.ErrorMessage;
import io.tickgate.protocol.message.ServerMessage.Pong;
import io.tickgate.protocol.message.ServerMessage.PublishConfirmed;
import io.tickgate.protocol.message.ServerMessage.UnsubscriptionConfirmed;
import io.tickgate.protocol.message.WireFormat;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CommandGateTest {
    private static final long TEN_SECONDS_NANOS = Duration.ofSeconds(10).toNanos();

    private Simulation simulation = new Simulation();

    @AfterEach
    void nothingIsLeft() {
        simulation.end();
    }

    private SimulatedClient client(int perSecond, int burst, int publishes) {
        simulation = new Simulation(
                new SimulationSettings().access(new AccessLimits(perSecond, burst, publishes, TEN_SECONDS_NANOS, 0)));
        SimulatedClient client = simulation.connect(0, FrameKind.JSON);
        simulation.loops().runAll();
        return client;
    }

    private void unsubscribe(SimulatedClient client, int times) {
        for (int i = 0; i < times; i++) {
            client.unsubscribe("market_data");
        }
        simulation.loops().runAll();
    }

    @Test
    void aBurstIsTakenAndThenSoManyASecond() {
        SimulatedClient client = client(100, 200, 0);

        unsubscribe(client, 210);

        assertThat(client.received().all(UnsubscriptionConfirmed.class)).hasSize(200);
        assertThat(client.received().all(ErrorMessage.class)).hasSize(10).allSatisfy(error -> {
            assertThat(error.code()).isEqualTo(ErrorCode.RATE_LIMITED);
            assertThat(error.retryAfterSeconds()).isEqualTo(0.01);
            assertThat(error.command()).isEqualTo("unsubscribe");
            assertThat(error.id()).isNotNull();
        });
        simulation.clock().advance(Duration.ofMillis(50));
        unsubscribe(client, 10);
        assertThat(client.received().all(UnsubscriptionConfirmed.class)).hasSize(205);
    }

    @Test
    void pingsAndPublishingAreNotCounted() {
        SimulatedClient client = client(1, 1, 0);
        for (int i = 0; i < 300; i++) {
            client.ping();
            client.publish("market_data:x", Bodies.of(WireFormat.JSON, "p", 10));
        }
        simulation.loops().runAll();

        assertThat(client.received().all(Pong.class)).hasSize(300);
        assertThat(client.received().all(PublishConfirmed.class)).hasSize(300);
        assertThat(client.received().all(ErrorMessage.class)).isEmpty();
    }

    @Test
    void publishingHasALimitOfItsOwnWhereTheOperatorWantsOne() {
        SimulatedClient client = client(1, 1, 10);
        for (int i = 0; i < 25; i++) {
            client.publish("market_data:x", Bodies.of(WireFormat.JSON, "p", 10));
        }
        simulation.loops().runAll();

        assertThat(client.received().all(PublishConfirmed.class)).hasSize(20);
        assertThat(client.received().last(ErrorMessage.class).code()).isEqualTo(ErrorCode.RATE_LIMITED);
        assertThat(client.received().last(ErrorMessage.class).text()).contains("limits.publishes-per-second");
    }

    @Test
    void acksOfWhatWasSentAreNotCounted() {
        SimulatedClient client = client(1, 1, 0);
        client.subscribeWithAck("market_data:x");
        simulation.loops().runAll();
        for (int i = 1; i <= 50; i++) {
            simulation.publishAndRun("market_data:x", Bodies.of(WireFormat.JSON, "p", 10));
            client.acknowledge("market_data:x", i);
        }
        simulation.loops().runAll();

        assertThat(client.received().all(ErrorMessage.class)).isEmpty();
    }

    @Test
    void whoGoesOnAllTheSameIsSentAway() {
        SimulatedClient client = client(1, 1, 0);

        unsubscribe(client, 1_100);

        assertThat(client.received().all(ErrorMessage.class)).hasSize(1_000);
        assertThat(client.received().all(Closed.class))
                .extracting(Closed::status)
                .containsExactly(1008);
    }

    @Test
    void neighboursHaveLimitsOfTheirOwn() {
        SimulatedClient client = client(1, 1, 0);
        SimulatedClient neighbour = simulation.connect(0, FrameKind.JSON);
        unsubscribe(client, 5);

        unsubscribe(neighbour, 1);

        assertThat(neighbour.received().all(UnsubscriptionConfirmed.class)).hasSize(1);
    }
}
