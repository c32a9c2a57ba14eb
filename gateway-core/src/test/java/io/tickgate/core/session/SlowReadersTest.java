package io.tickgate.core.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickgate.core.frame.FrameKind;
import io.tickgate.core.metrics.Counter;
import io.tickgate.core.sim.Bodies;
import io.tickgate.core.sim.ReceivedFrames.Closed;
import io.tickgate.core.sim.SimulatedClient;
import io.tickgate.core.sim.Simulation;
import io.tickgate.core.sim.SimulationSettings;
import io.tickgate.protocol.message.CloseCode;
import io.tickgate.protocol.message.WireFormat;
import org.junit.jupiter.api.Test;

class SlowReadersTest {
    private final Simulation simulation = new Simulation(new SimulationSettings().outboxBytesMax(8000));

    private SimulatedClient stalled(String channel) {
        SimulatedClient client = simulation.connect(0, FrameKind.JSON);
        client.subscribe(channel);
        simulation.loops().runAll();
        client.run(client.connection()::acceptNothing);
        return client;
    }

    private void publish(String channel, int count) {
        for (int i = 0; i < count; i++) {
            simulation.publishAndRun(channel, Bodies.of(WireFormat.JSON, "p" + i, 400));
        }
    }

    private static void readAll(SimulatedClient client) {
        client.run(client.connection()::acceptAll);
    }

    @Test
    void theOneWithMostWaitingIsClosedWhenTheShardIsFull() {
        SimulatedClient worse = stalled("market_data:A");
        SimulatedClient better = stalled("market_data:B");
        publish("market_data:A", 12);

        publish("market_data:B", 10);
        readAll(worse);
        readAll(better);
        simulation.loops().runAll();

        assertThat(worse.received().last(Closed.class).status()).isEqualTo(4001);
        assertThat(better.received().isClosed()).isFalse();
        simulation.end();
    }

    @Test
    void whatWaitsIsCountedUntilItIsRead() {
        SimulatedClient client = stalled("market_data:A");
        publish("market_data:A", 6);
        assertThat(simulation.counter(Counter.OUTBOX_BYTES)).isBetween(1000L, 4000L);
        assertThat(simulation.counter(Counter.SESSIONS_BEHIND)).isEqualTo(1);

        readAll(client);

        assertThat(simulation.counter(Counter.OUTBOX_BYTES)).isZero();
        assertThat(simulation.counter(Counter.SESSIONS_BEHIND)).isZero();
        simulation.end();
    }

    @Test
    void aSessionThatIsClosingAfterItsQueueGivesItsRoomUp() {
        SimulatedClient closing = stalled("market_data:A");
        SimulatedClient other = stalled("market_data:B");
        publish("market_data:A", 12);
        closing.run(() -> closing.session().closeAfterQueued(CloseCode.GOING_AWAY));

        publish("market_data:B", 12);
        readAll(closing);
        readAll(other);
        simulation.loops().runAll();

        assertThat(closing.received().last(Closed.class).status()).isEqualTo(4001);
        assertThat(other.received().isClosed()).isFalse();
        simulation.end();
    }
}
