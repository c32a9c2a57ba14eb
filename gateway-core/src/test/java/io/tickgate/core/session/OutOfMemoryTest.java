package io.tickgate.core.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickgate.core.broadcast.PublishOptions;
import io.tickgate.core.frame.FrameKind;
import io.tickgate.core.sim.Bodies;
import io.tickgate.core.sim.Reply;
import io.tickgate.core.sim.SimulatedClient;
import io.tickgate.core.sim.Simulation;
import io.tickgate.core.sim.SimulationSettings;
import io.tickgate.protocol.message.ErrorCode;
import io.tickgate.protocol.message.Position;
import io.tickgate.protocol.message.ServerMessage;
import io.tickgate.protocol.message.WireFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What happens when the direct memory is used up: who wants more of it is told, and nobody else notices. */
class OutOfMemoryTest {
    private static final String CHANNEL = "market_data:A";

    private final Simulation simulation = new Simulation(new SimulationSettings());
    private final SimulatedClient client = connect(FrameKind.JSON);

    @AfterEach
    void nothingIsLeft() {
        thereIsMemoryAgain();
        simulation.end();
    }

    private SimulatedClient connect(FrameKind kind) {
        SimulatedClient connected = simulation.connect(0, kind);
        simulation.loops().runAll();
        return connected;
    }

    private SimulatedClient subscribed(FrameKind kind) {
        SimulatedClient subscriber = connect(kind);
        subscriber.subscribe(CHANNEL);
        simulation.loops().runAll();
        return subscriber;
    }

    private void thereIsMemoryAgain() {
        simulation.allocator().leave(1 << 20);
    }

    private Reply publish(String type) {
        return simulation.publishAndRun(CHANNEL, Bodies.json(type));
    }

    @Test
    void thePublisherIsToldAndNoOffsetIsUsed() {
        SimulatedClient subscriber = subscribed(FrameKind.JSON);
        simulation.allocator().leave(0);

        Reply refused = publish("p1");
        thereIsMemoryAgain();
        Reply published = publish("p2");

        assertThat(refused.code()).isEqualTo(ErrorCode.UNAVAILABLE);
        assertThat(refused.detail()).contains("limits.memory");
        assertThat(published.offset()).isEqualTo(1);
        assertThat(subscriber.types()).endsWith("subscription_confirmed", "p2");
    }

    @Test
    void aPublicationThatCannotBeEncodedForEverybodyReachesNobody() {
        SimulatedClient json = subscribed(FrameKind.JSON);
        SimulatedClient msgpack = subscribed(FrameKind.MSGPACK);
        simulation.allocator().leave(300);

        Reply refused = simulation.publishAndRun(CHANNEL, Bodies.of(WireFormat.JSON, "p1", 150));
        thereIsMemoryAgain();
        publish("p2");

        assertThat(refused.code()).isEqualTo(ErrorCode.UNAVAILABLE);
        assertThat(json.types()).endsWith("subscription_confirmed", "p2");
        assertThat(msgpack.types()).endsWith("subscription_confirmed", "p2");
    }

    @Test
    void everybodyGetsWhatTheyAreOwedThoughItCannotBeJoined() {
        SimulatedClient slow = subscribed(FrameKind.JSON);
        SimulatedClient other = subscribed(FrameKind.JSON);
        slow.run(slow.connection()::acceptNothing);
        for (int i = 1; i <= 3; i++) {
            simulation.publish(0, CHANNEL, Bodies.json("p" + i), PublishOptions.NONE, new Reply());
        }
        // Enough for three frames, and too little to join them.
        simulation.allocator().leave(1_000);
        simulation.loops().runAll();

        slow.run(slow.connection()::acceptAll);

        simulation.loops().runAll();

        assertThat(other.types()).endsWith("p1", "p2", "p3");
        assertThat(slow.types()).endsWith("p1", "p2", "p3");
    }

    @Test
    void aSessionThatCannotBeAnsweredIsCut() {
        simulation.allocator().leave(0);

        client.ping();
        simulation.loops().runAll();

        assertThat(client.connection().isClosed()).isTrue();
    }

    @Test
    void whoRecoversIsRefusedWhenItsFramesCannotBeMade() {
        simulation.publishAndRun(CHANNEL, Bodies.of(WireFormat.JSON, "p1", 600));
        SimulatedClient msgpack = connect(FrameKind.MSGPACK);
        simulation.allocator().leave(500);

        msgpack.resume(CHANNEL, new Position(Simulation.EPOCH, 0));
        simulation.loops().runAll();

        assertThat(msgpack.received().last(ServerMessage.ErrorMessage.class).code())
                .isEqualTo(ErrorCode.UNAVAILABLE);
    }
}
