package io.tickgate.core.broadcast;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickgate.core.frame.FrameKind;
import io.tickgate.core.sim.Bodies;
import io.tickgate.core.sim.SimulatedClient;
import io.tickgate.core.sim.Simulation;
import io.tickgate.core.sim.SimulationSettings;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** How fast names that nobody uses any more make room; the clock stands still unless a test moves it. */
class TopicCollectorTest {
    private static final int SUBSCRIPTIONS = 500;

    private static Simulation simulation(int topicsMax, int topicsPerAddressMax) {
        return new Simulation(new SimulationSettings()
                .loops(2)
                .topics(topicsMax, Duration.ofMinutes(10))
                .topicsPerAddressMax(topicsPerAddressMax));
    }

    private static SimulatedClient subscriber(Simulation simulation, int number, int count) {
        SimulatedClient client = simulation.connect(number % 2, FrameKind.JSON);
        simulation.loops().runAll();
        String[] names = new String[count];
        for (int i = 0; i < count; i++) {
            names[i] = "market_data:" + number + "." + i;
        }
        client.subscribe(names);
        simulation.loops().runAll();
        return client;
    }

    private static void tick(Simulation simulation, int times) {
        for (int i = 0; i < times; i++) {
            simulation.tick();
            simulation.loops().runAll();
        }
    }

    @Test
    void whatAThousandLostClientsLeaveBehindIsGoneWithinTwoPasses() {
        Simulation simulation = simulation(100_000, 100_000);
        TopicDirectory directory = simulation.engine().directory();
        for (int i = 0; i < 200; i++) {
            subscriber(simulation, i, SUBSCRIPTIONS);
        }
        assertThat(directory.size()).isEqualTo(100_000);
        // In the middle of a pass.
        tick(simulation, 5);
        assertThat(directory.size()).isEqualTo(100_000);

        simulation.clients().forEach(SimulatedClient::cut);
        simulation.loops().runAll();
        tick(simulation, 16);

        assertThat(directory.size()).isZero();
        assertThat(directory.subscribedOnly()).isZero();
        simulation.end();
    }

    @Test
    void oneTickDropsAnEighthAndNotMore() {
        Simulation simulation = simulation(16_000, 16_000);
        for (int i = 0; i < 32; i++) {
            subscriber(simulation, i, SUBSCRIPTIONS);
        }
        simulation.clients().forEach(SimulatedClient::cut);
        simulation.loops().runAll();

        tick(simulation, 1);

        assertThat(simulation.engine().directory().size()).isBetween(13_000, 15_000);
        simulation.end();
    }

    @Test
    void whereThereIsRoomAClientThatComesBackFindsItsTopic() {
        Simulation simulation = simulation(1_000, 100);
        SimulatedClient client = subscriber(simulation, 0, 50);
        Topic topic = simulation.engine().directory().find("market_data:0.1");

        client.cut();
        simulation.loops().runAll();
        tick(simulation, 20);

        assertThat(simulation.engine().directory().find("market_data:0.1")).isSameAs(topic);
        simulation.end();
    }

    @Test
    void anAddressWhoseShareIsCrowdedGetsItsPlacesBackAndOthersKeepTheirs() {
        Simulation simulation = simulation(1_000, 100);
        SimulatedClient client = subscriber(simulation, 0, 80);
        simulation.publishAndRun("market_data:0.7", Bodies.json("p"));

        client.cut();
        simulation.loops().runAll();
        tick(simulation, 2);

        TopicDirectory directory = simulation.engine().directory();
        assertThat(directory.subscribedOnly()).isEqualTo(50);
        assertThat(directory.find("market_data:0.7")).as("it has a history").isNotNull();
        simulation.end();
    }
}
