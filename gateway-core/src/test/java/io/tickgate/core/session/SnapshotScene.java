package io.tickgate.core.session;

import io.tickgate.core.broadcast.PublishOptions;
import io.tickgate.core.frame.FrameKind;
import io.tickgate.core.sim.Bodies;
import io.tickgate.core.sim.Reply;
import io.tickgate.core.sim.SimulatedClient;
import io.tickgate.core.sim.Simulation;
import io.tickgate.core.sim.SimulationSettings;
import io.tickgate.protocol.message.MessageBody;
import io.tickgate.protocol.message.ServerMessage.SubscriptionConfirmed;
import io.tickgate.protocol.message.SnapshotPage;
import io.tickgate.protocol.message.SubscribeOptions;
import io.tickgate.protocol.message.UpdateMessage.PublicationMessage;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/** Publishers of newest values, and clients that ask for them. */
abstract class SnapshotScene {
    /** What is granted where nothing is left out. */
    static final SubscribeOptions GAPLESS = SubscribeOptions.NONE.withGapless(true);

    static final SubscribeOptions SNAPSHOT = SubscribeOptions.NONE.withSnapshot(true);

    Simulation simulation = new Simulation(new SimulationSettings().loops(3));

    @AfterEach
    void everythingIsGivenBack() {
        simulation.end();
    }

    void restart(SimulationSettings settings) {
        simulation.end();
        simulation = new Simulation(settings);
    }

    void publish(String channel, String type) {
        publish(channel, Bodies.json(type));
    }

    void publish(String channel, MessageBody body) {
        simulation.publish(0, channel, body, PublishOptions.NONE, new Reply());
        simulation.loops().runAll();
    }

    SimulatedClient subscribe(String... channels) {
        SimulatedClient client = simulation.connect(0, FrameKind.JSON);
        client.subscribe(SNAPSHOT, channels);
        simulation.loops().runAll();
        return client;
    }

    static List<String> publications(SimulatedClient client) {
        return client.received().all(PublicationMessage.class).stream()
                .map(message -> message.type() + "@" + message.offset())
                .toList();
    }

    static SubscriptionConfirmed confirmation(SimulatedClient client) {
        return client.received().last(SubscriptionConfirmed.class);
    }

    static String text(SnapshotPage page) {
        return new String(
                page.items().bytes(), page.items().offset(), page.items().length(), StandardCharsets.UTF_8);
    }
}
