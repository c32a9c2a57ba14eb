package io.tickgate.core.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickgate.core.frame.FrameKind;
import io.tickgate.core.metrics.Counter;
import io.tickgate.protocol.message.UpdateMessage.PublicationMessage;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Very many of each kind just work: a subscription costs memory in proportion to itself only. */
class ProportionTest {
    private final Simulation simulation = new Simulation(new SimulationSettings().loops(2));

    @Test
    void oneSessionHoldsFiveHundredTopics() {
        SimulatedClient client = simulation.connect(0, FrameKind.JSON);
        String[] names =
                IntStream.range(0, 500).mapToObj(i -> "market_data:" + i).toArray(String[]::new);

        client.subscribe(names);
        simulation.loops().runAll();
        for (String name : names) {
            assertThat(simulation.publishAndRun(name, Bodies.json("p")).recipientCount())
                    .isEqualTo(1);
        }

        assertThat(client.received().all(PublicationMessage.class)).hasSize(500);
        assertThat(simulation.counter(Counter.SUBSCRIPTIONS)).isEqualTo(500);
        simulation.end();
    }

    @Test
    void tenThousandSessionsShareOneTopic() {
        List<SimulatedClient> clients = IntStream.range(0, 10_000)
                .mapToObj(i -> simulation.connect(i & 1, FrameKind.JSON))
                .toList();
        clients.forEach(client -> client.subscribe("market_data"));
        simulation.loops().runAll();
        long encoded = simulation.counter(Counter.ENCODED);

        Reply reply = simulation.publishAndRun("market_data", Bodies.json("p"));

        assertThat(reply.recipientCount()).isEqualTo(10_000);
        assertThat(clients).allSatisfy(client -> assertThat(client.types()).endsWith("p"));
        assertThat(simulation.counter(Counter.ENCODED)).isEqualTo(encoded + 1);
        simulation.end();
    }

    @Test
    void aHundredThousandTopicsHaveOneSubscriberEach() {
        int sessions = 250;
        for (int s = 0; s < sessions; s++) {
            SimulatedClient client = simulation.connect(s & 1, FrameKind.MSGPACK);
            int first = s * 400;
            client.subscribe(IntStream.range(first, first + 400)
                    .mapToObj(i -> "market_data:" + i)
                    .toArray(String[]::new));
        }
        simulation.loops().runAll();

        assertThat(simulation.engine().directory().size()).isEqualTo(100_000);
        assertThat(simulation.counter(Counter.SUBSCRIPTIONS)).isEqualTo(100_000);
        assertThat(simulation
                        .publishAndRun("market_data:99999", Bodies.json("p"))
                        .recipientCount())
                .isEqualTo(1);
        simulation.end();
    }
}
