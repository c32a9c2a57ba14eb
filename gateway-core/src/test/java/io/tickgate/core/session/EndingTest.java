package io.tickgate.core.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickgate.core.frame.FrameKind;
import io.tickgate.core.metrics.Counter;
import io.tickgate.core.metrics.ShardCounters;
import io.tickgate.core.sim.Bodies;
import io.tickgate.core.sim.SimulatedClient;
import io.tickgate.core.sim.Simulation;
import io.tickgate.core.sim.SimulationSettings;
import io.tickgate.protocol.message.CloseCode;
import io.tickgate.protocol.message.WireFormat;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** That each end of a session is counted once, under what brought it about. */
class EndingTest {
    private final Simulation simulation = new Simulation(new SimulationSettings().queueBytesMax(3000));
    private final SimulatedClient client = simulation.connect(0, FrameKind.JSON);

    @AfterEach
    void nothingIsLeft() {
        simulation.end();
    }

    /** The labels under which something was counted, each as often as it was. */
    private List<String> endings() {
        ShardCounters counters = simulation.engine().shards().get(0).counters();
        List<String> labels = ShardCounters.labels(Counter.CLOSED);
        return IntStream.range(0, labels.size())
                .boxed()
                .flatMap(i ->
                        Collections.nCopies((int) counters.getLabelled(Counter.CLOSED, i), labels.get(i)).stream())
                .toList();
    }

    @Test
    void theClientsWordIsTheClients() {
        client.close(3001);
        simulation.loops().runAll();

        assertThat(endings()).containsExactly("client");
    }

    @Test
    void whatBreaksWithoutAWordIsLost() {
        simulation.loops().runAll();
        assertThat(endings()).isEmpty();

        client.cut();
        simulation.loops().runAll();

        assertThat(endings()).containsExactly("lost");
    }

    @Test
    void theGatewaysWordCountsAlsoWhereTheClientAnswersIt() {
        client.run(() -> client.session().closeAfterQueued(CloseCode.GOING_AWAY));
        simulation.loops().runAll();
        client.close(1001);
        simulation.loops().runAll();

        assertThat(endings()).containsExactly("going_away");
    }

    @Test
    void whoIsTooSlowIsCountedAsThatAlsoWhereItIsCutInTheEnd() {
        client.subscribe("market_data");
        simulation.loops().runAll();
        client.run(client.connection()::acceptNothing);
        for (int i = 0; i < 20; i++) {
            simulation.publishAndRun("market_data", Bodies.of(WireFormat.JSON, "p" + i, 200));
        }
        simulation.pass(Duration.ofSeconds(5));

        assertThat(client.connection().isClosed()).isTrue();
        assertThat(endings()).containsExactly("slow_consumer");
    }

    @Test
    void whoBreaksTheRulesIsCountedByTheRule() {
        client.run(() -> client.session().fail(CloseCode.MESSAGE_TOO_BIG, "message too big"));
        client.cut();
        simulation.loops().runAll();

        assertThat(endings()).containsExactly("message_too_big");
    }
}
