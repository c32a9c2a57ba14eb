package io.tickgate.core.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickgate.core.broadcast.TopicDirectory;
import io.tickgate.core.frame.FrameKind;
import io.tickgate.core.sim.Bodies;
import io.tickgate.core.sim.SimulatedClient;
import io.tickgate.core.sim.Simulation;
import io.tickgate.core.sim.SimulationSettings;
import io.tickgate.protocol.message.ErrorCode;
import io.tickgate.protocol.message.ServerMessage.ErrorMessage;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One address may name four topics that nobody publishes to, of ten that there may be in all. */
class TopicSharesTest {
    private final Simulation simulation = new Simulation(
            new SimulationSettings().loops(2).topics(10, Duration.ofMinutes(10)).topicsPerAddressMax(4));
    private final TopicDirectory directory = simulation.engine().directory();
    private final SimulatedClient greedy = simulation.connect(0, FrameKind.JSON);
    private final SimulatedClient neighbour = simulation.connect(1, FrameKind.JSON);
    private final SimulatedClient stranger = simulation.connect(1, FrameKind.JSON);

    @BeforeEach
    void comeFromTwoAddresses() throws UnknownHostException {
        stranger.connection().comesFrom(InetAddress.getByAddress(new byte[] {10, 1, 2, 3}));
        simulation.loops().runAll();
        for (int i = 0; i < 4; i++) {
            subscribe(greedy, "market_data:" + i);
        }
        assertThat(greedy.received().all(ErrorMessage.class)).isEmpty();
    }

    @AfterEach
    void nothingIsLeft() {
        simulation.end();
    }

    private void subscribe(SimulatedClient client, String channel) {
        client.subscribe(channel);
        simulation.loops().runAll();
    }

    private static void requireRefused(SimulatedClient client, String channel) {
        ErrorMessage error = client.received().last(ErrorMessage.class);
        assertThat(error.code()).isEqualTo(ErrorCode.TOO_MANY_SUBSCRIPTIONS);
        assertThat(error.channel()).isEqualTo(channel);
        assertThat(error.text()).contains("limits.max-topics-per-ip");
    }

    @Test
    void theShareIsOneForAllConnectionsOfAnAddress() {
        subscribe(neighbour, "market_data:4");

        requireRefused(neighbour, "market_data:4");
        assertThat(directory.subscribedOnly()).isEqualTo(4);
        assertThat(directory.find("market_data:4")).isNull();
    }

    @Test
    void otherAddressesAndPublishersGoOn() {
        subscribe(stranger, "market_data:4");

        assertThat(stranger.received().all(ErrorMessage.class)).isEmpty();
        assertThat(simulation.publishAndRun("market_data:5", Bodies.json("p")).offset())
                .isEqualTo(1);
    }

    @Test
    void whatIsThereAlreadyMayBeSubscribedByAnybody() {
        simulation.publishAndRun("market_data:published", Bodies.json("p"));

        subscribe(neighbour, "market_data:0");
        subscribe(neighbour, "market_data:published");
        subscribe(neighbour, "market_data");

        assertThat(neighbour.received().all(ErrorMessage.class)).isEmpty();
    }

    @Test
    void aTopicThatIsPublishedToTakesNobodysShare() {
        simulation.publishAndRun("market_data:2", Bodies.json("p"));
        simulation.publishAndRun("market_data:2", Bodies.json("p"));

        subscribe(neighbour, "market_data:4");
        assertThat(neighbour.received().all(ErrorMessage.class)).isEmpty();
        subscribe(neighbour, "market_data:5");
        requireRefused(neighbour, "market_data:5");
    }
}
