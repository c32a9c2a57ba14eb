package io.tickgate.core.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickgate.core.broadcast.PublishOptions;
import io.tickgate.core.frame.FrameKind;
import io.tickgate.core.metrics.Counter;
import io.tickgate.core.sim.Bodies;
import io.tickgate.core.sim.ReceivedFrames.Closed;
import io.tickgate.core.sim.Reply;
import io.tickgate.core.sim.SimulatedClient;
import io.tickgate.core.sim.Simulation;
import io.tickgate.protocol.message.UpdateMessage.PublicationMessage;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/** Publishers, and clients that shall acknowledge. */
abstract class AcknowledgementScene {
    Simulation simulation = new Simulation();

    @AfterEach
    void everythingIsGivenBack() {
        simulation.end();
        assertThat(simulation.counter(Counter.UNACKED_BYTES)).isZero();
    }

    SimulatedClient subscribed(String... channels) {
        return subscribed(FrameKind.JSON, channels);
    }

    SimulatedClient subscribed(FrameKind kind, String... channels) {
        SimulatedClient client = simulation.connect(0, kind);
        client.subscribeWithAck(channels);
        simulation.loops().runAll();
        return client;
    }

    void publish(String channel, String... types) {
        for (String type : types) {
            simulation.publish(0, channel, Bodies.json(type), PublishOptions.NONE, new Reply());
        }
        simulation.loops().runAll();
    }

    void acknowledge(SimulatedClient client, String channel, long offset) {
        client.acknowledge(channel, offset);
        simulation.loops().runAll();
    }

    static List<String> got(SimulatedClient client) {
        return client.received().all(PublicationMessage.class).stream()
                .map(PublicationMessage::type)
                .toList();
    }

    static void assertClosed(SimulatedClient client) {
        assertThat(client.received().last(Closed.class).status()).isEqualTo(4002);
    }
}
