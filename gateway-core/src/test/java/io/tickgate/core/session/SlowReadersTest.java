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
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class SlowReadersTest {
    private final Simulation simulation = new Simulation(new SimulationSettings().outboxBytesMax(10_000));

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

    private void readAll(SimulatedClient client) {
        client.run(client.connection()::acceptAll);
        simulation.loops().runAll();
    }

    @Test
    void theOneWithMostWaitingIsClosedWhenTheShardIsFull() {
        SimulatedClient worse = stalled("chart_updates:A");
        SimulatedClient better = stalled("chart_updates:B");
        publish("chart_updates:A", 12);

        publish("chart_updates:B", 10);
        readAll(worse);
        readAll(better);
        simulation.loops().runAll();

        assertThat(worse.received().last(Closed.class).status()).isEqualTo(4001);
        assertThat(better.received().isClosed()).isFalse();
        simulation.end();
    }

    @Test
    void whatWaitsIsCountedUntilItIsRead() {
        SimulatedClient client = stalled("chart_updates:A");
        publish("chart_updates:A", 6);
        assertThat(simulation.counter(Counter.OUTBOX_BYTES)).isBetween(1000L, 4000L);
        assertThat(simulation.counter(Counter.SESSIONS_BEHIND)).isEqualTo(1);

        readAll(client);

        assertThat(simulation.counter(Counter.OUTBOX_BYTES)).isZero();
        assertThat(simulation.counter(Counter.SESSIONS_BEHIND)).isZero();
        simulation.end();
    }

    @Test
    void whatTheConnectionWasGivenIsCountedUntilTheKernelTakesIt() {
        SimulatedClient client = stalled("chart_updates:A");

        publish("chart_updates:A", 1);

        assertThat(simulation.counter(Counter.OUTBOX_BYTES)).isGreaterThan(400);
        assertThat(simulation.counter(Counter.SESSIONS_BEHIND)).isEqualTo(1);
        readAll(client);
        assertThat(simulation.counter(Counter.OUTBOX_BYTES)).isZero();
        assertThat(simulation.counter(Counter.SESSIONS_BEHIND)).isZero();
        simulation.end();
    }

    @Test
    void whatManyWaitForIsCountedOnce() {
        List<SimulatedClient> clients =
                IntStream.range(0, 30).mapToObj(i -> stalled("chart_updates:A")).toList();

        publish("chart_updates:A", 2);

        assertThat(simulation.counter(Counter.SESSIONS_BEHIND)).isEqualTo(30);
        assertThat(simulation.counter(Counter.OUTBOX_BYTES)).isBetween(800L, 1_200L + 60 * Backlog.ENTRY_BYTES);
        clients.forEach(this::readAll);
        assertThat(simulation.counter(Counter.OUTBOX_BYTES)).isZero();
        simulation.end();
    }

    // Each of them has so little that it all is with the connection, where nothing can be dropped.
    @Test
    void whoWasClosedAndStillKeepsTooMuchIsCut() {
        List<SimulatedClient> clients = IntStream.range(0, 40)
                .mapToObj(i -> stalled("chart_updates:" + i))
                .toList();

        for (int i = 0; i < 40; i++) {
            publish("chart_updates:" + i, 1);
        }

        assertThat(simulation.counter(Counter.OUTBOX_BYTES)).isBetween(8_000L, 10_000L);
        assertThat(clients).filteredOn(client -> client.connection().isClosed()).hasSizeBetween(15, 30);
        simulation.end();
    }

    // A safety net only: what this guards against is a loop without an end.
    @Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    @Test
    void aSessionThatIsClosingAfterItsQueueGivesItsRoomUp() {
        SimulatedClient closing = stalled("chart_updates:A");
        SimulatedClient other = stalled("chart_updates:B");
        publish("chart_updates:A", 12);
        closing.run(() -> closing.session().closeAfterQueued(CloseCode.GOING_AWAY));

        publish("chart_updates:B", 12);
        readAll(closing);
        readAll(other);
        simulation.loops().runAll();

        assertThat(closing.received().last(Closed.class).status()).isEqualTo(4001);
        assertThat(other.received().isClosed()).isFalse();
        simulation.end();
    }
}
