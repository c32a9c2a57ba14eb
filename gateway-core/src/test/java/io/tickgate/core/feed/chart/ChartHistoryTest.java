package io.tickgate.core.feed.chart;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickgate.core.frame.FrameKind;
import io.tickgate.core.sim.SimulatedClient;
import io.tickgate.core.sim.Simulation;
import io.tickgate.core.sim.SimulationSettings;
import io.tickgate.protocol.message.ClientMessage;
import io.tickgate.protocol.message.ServerMessage;
import io.tickgate.protocol.message.ServerMessage.SubscriptionConfirmed;
import io.tickgate.protocol.message.SubscribeOptions;
import io.tickgate.protocol.message.UpdateMessage.ChartUpdate;
import io.tickgate.protocol.message.UpdateMessage.Delivery;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.junit.jupiter.api.Test;

/** Points are published as fast as the loops run, one to an offset, while clients come, ask for history and go. */
class ChartHistoryTest {
    private static final int PUBLISHED = 60;

    @Property(shrinking = ShrinkingMode.OFF, edgeCases = EdgeCasesMode.NONE)
    void historyAndLiveMeetWithoutGapAndWithoutDouble(@ForAll long seed) {
        Random random = new Random(seed);
        Simulation simulation = new Simulation(
                new SimulationSettings().loops(1 + random.nextInt(3)).seed(seed, random.nextBoolean()));
        int loopCount = simulation.loops().all().size();
        SimulatedClient publisher = simulation.connect(random.nextInt(loopCount), FrameKind.JSON);
        simulation.loops().runAll();
        FrameKind[] kinds = FrameKind.values();

        for (int i = 1; i <= PUBLISHED; i++) {
            publisher.send(new ClientMessage.PublishChart(
                    publisher.nextId(), "A", null, Points.list(Points.point("trade", Integer.toString(i), "1"))));
            if (random.nextInt(4) == 0) {
                SimulatedClient client =
                        simulation.connect(random.nextInt(loopCount), kinds[random.nextInt(kinds.length)]);
                if (random.nextInt(3) == 0) {
                    client.subscribe("chart_updates");
                }
                client.send(new ClientMessage.SubscribeChart(client.nextId(), "A", 1000));
            }
            for (int step = random.nextInt(8); step > 0; step--) {
                simulation.loops().runOne();
            }
        }
        simulation.loops().runAll();

        for (SimulatedClient client : simulation.clients()) {
            if (client != publisher) {
                requireWhole(client);
            }
        }
        simulation.end();
    }

    @Test
    void snapshotsThatAreLargerThanTheQueueReachTheClientThatAskedForThem() {
        Simulation simulation = new Simulation(new SimulationSettings().queueBytesMax(1 << 14));
        SimulatedClient publisher = simulation.connect(0, FrameKind.JSON);
        simulation.loops().runAll();
        for (int symbol = 0; symbol < 8; symbol++) {
            for (int i = 1; i <= 50; i++) {
                publisher.send(new ClientMessage.PublishChart(
                        publisher.nextId(),
                        "S" + symbol,
                        null,
                        Points.list(Points.point("trade", Integer.toString(i), "1"))));
            }
            simulation.loops().runAll();
        }
        SimulatedClient client = simulation.connect(0, FrameKind.JSON);
        simulation.loops().runAll();
        client.run(() -> client.connection().accept(1_000, 100));

        client.subscribe(
                SubscribeOptions.NONE.withSnapshot(true),
                IntStream.range(0, 8)
                        .mapToObj(symbol -> "chart_updates:S" + symbol)
                        .toArray(String[]::new));
        simulation.loops().runAll();
        publisher.send(new ClientMessage.PublishChart(
                publisher.nextId(), "S1", null, Points.list(Points.point("trade", "51", "1"))));
        simulation.loops().runAll();
        client.run(client.connection()::acceptAll);
        simulation.loops().runAll();

        assertThat(client.received().isClosed()).isFalse();
        assertThat(client.types()).hasSize(2 + 8 + 1);
        simulation.end();
    }

    @Test
    void theSnapshotOfAChartIsOneBatchOfItsPointsThatLiveGoesOnFrom() {
        Simulation simulation = new Simulation(new SimulationSettings().loops(2));
        SimulatedClient publisher = simulation.connect(0, FrameKind.JSON);
        for (int i = 1; i <= 3; i++) {
            publisher.send(new ClientMessage.PublishChart(
                    publisher.nextId(), "A", null, Points.list(Points.point("trade", Integer.toString(i), "1"))));
        }
        simulation.loops().runAll();
        SimulatedClient client = simulation.connect(1, FrameKind.JSON);

        client.subscribe(SubscribeOptions.NONE.withSnapshot(true), "chart_updates:A");
        simulation.loops().runAll();
        publisher.send(new ClientMessage.PublishChart(
                publisher.nextId(), "A", null, Points.list(Points.point("trade", "4", "1"))));
        simulation.loops().runAll();

        List<ChartUpdate> updates = client.received().all(ChartUpdate.class);
        assertThat(client.received().last(SubscriptionConfirmed.class).granted())
                .isEqualTo(SubscribeOptions.NONE.withSnapshot(true).withGapless(true));
        assertThat(updates).hasSize(2);
        assertThat(updates.get(0).updateType()).isEqualTo("batch");
        assertThat(updates.get(0).dataPoints().elementCount()).isEqualTo(3);
        assertThat(updates.get(0).delivery()).isNull();
        assertThat(updates.get(1).delivery()).isNotNull();
        simulation.end();
    }

    private static void requireWhole(SimulatedClient client) {
        long confirmed = -1;
        long last = -1;
        boolean sawHistory = false;
        for (ServerMessage message : client.messages()) {
            if (message instanceof SubscriptionConfirmed confirmation && confirmation.symbol() != null) {
                confirmed = confirmation.position().offset();
            } else if (message instanceof ChartUpdate update) {
                Delivery delivery = update.delivery();
                if (delivery == null) {
                    assertThat(sawHistory).isFalse();
                    sawHistory = true;
                    assertThat(update.dataPoints().elementCount()).isEqualTo((int) confirmed);
                    // Whoever follows the family already gets history exactly where it stands.
                    assertThat(last).isIn(-1L, confirmed);
                    last = confirmed;
                } else {
                    assertThat(delivery.offset()).isEqualTo(last < 0 ? delivery.offset() : last + 1);
                    last = delivery.offset();
                }
            }
        }
        assertThat(sawHistory).isTrue();
        assertThat(last).isEqualTo(PUBLISHED);
    }
}
