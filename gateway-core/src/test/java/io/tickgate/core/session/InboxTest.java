package io.tickgate.core.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickgate.core.broadcast.PublishOptions;
import io.tickgate.core.broadcast.TopicProbe;
import io.tickgate.core.frame.FrameKind;
import io.tickgate.core.sim.Bodies;
import io.tickgate.core.sim.ManualLoop;
import io.tickgate.core.sim.Reply;
import io.tickgate.core.sim.SimulatedClient;
import io.tickgate.core.sim.Simulation;
import io.tickgate.core.sim.SimulationSettings;
import io.tickgate.protocol.message.ClientMessage;
import io.tickgate.protocol.message.CommandContext;
import io.tickgate.protocol.message.CommandId;
import io.tickgate.protocol.message.ErrorCode;
import io.tickgate.protocol.message.ServerMessage.ErrorMessage;
import io.tickgate.protocol.message.WireFormat;
import io.tickgate.protocol.wire.WireException;
import java.util.List;
import org.junit.jupiter.api.Test;

class InboxTest {
    private final Simulation simulation = new Simulation(
            new SimulationSettings().loops(2).pendingCommandsMax(4).ingestBytesMax(1000));
    private final SimulatedClient client = simulation.connect(0, FrameKind.JSON);

    /** A member whose home is the loop that the client is not on. */
    private String elsewhere() {
        return memberAt(1);
    }

    /** A member whose home is the loop that the client is on. */
    private String atHome() {
        return memberAt(0);
    }

    private String memberAt(int loop) {
        for (int i = 0; ; i++) {
            String name = "market_data:" + i;
            if (TopicProbe.homeIndex(simulation.engine(), name) == loop) {
                return name;
            }
        }
    }

    private void command(ClientMessage command) {
        client.run(() -> client.session().onCommand(command));
    }

    private ClientMessage publish(int id, String channel) {
        return new ClientMessage.Publish(new CommandId.Number(id), channel, Bodies.json("p" + id), null, null);
    }

    private static ClientMessage ping(int id) {
        return new ClientMessage.Ping(new CommandId.Number(id));
    }

    private static ClientMessage subscribe(int id, String channel) {
        return new ClientMessage.Subscribe(new CommandId.Number(id), List.of(channel), false, null, false);
    }

    @Test
    void readingStopsAtTheLimitOfOpenCommandsAndGoesOnAfterwards() {
        simulation.loops().runAll();
        String channel = elsewhere();

        for (int i = 0; i < 3; i++) {
            command(publish(i, channel));
        }
        assertThat(client.connection().isReading()).isTrue();
        command(publish(3, channel));
        assertThat(client.connection().isReading()).isFalse();

        simulation.loops().runAll();
        assertThat(client.connection().isReading()).isTrue();
        simulation.end();
    }

    @Test
    void readingGoesOnWhenOneAnswerLetsManyOutAtOnce() {
        simulation.loops().runAll();

        command(publish(0, elsewhere()));
        for (int i = 1; i < 6; i++) {
            command(ping(i));
        }
        assertThat(client.connection().isReading()).isFalse();
        simulation.loops().runAll();

        assertThat(client.types())
                .containsExactly("connection_established", "publish_confirmed", "pong", "pong", "pong", "pong", "pong");
        assertThat(client.connection().isReading()).isTrue();
        simulation.end();
    }

    @Test
    void whatWaitsItsTurnKeepsItsKey() {
        simulation.loops().runAll();
        String channel = elsewhere();
        ClientMessage keyed = new ClientMessage.Publish(null, channel, Bodies.json("p"), null, null, "k");

        for (int i = 0; i < 2; i++) {
            command(subscribe(0, channel));
            command(keyed);
            simulation.loops().runAll();
        }

        assertThat(client.types().stream().filter("p"::equals)).hasSize(1);
        simulation.end();
    }

    @Test
    void whatComesWhileASubscriptionIsUnderWayWaitsItsTurn() {
        simulation.loops().runAll();
        String channel = elsewhere();

        command(subscribe(0, channel));
        assertThat(client.connection().isReading()).isFalse();
        command(ping(1));
        client.malformed(new WireException(ErrorCode.INVALID_JSON, "no", 3));
        command(publish(2, channel));
        assertThat(client.types()).containsExactly("connection_established");
        simulation.loops().runAll();

        assertThat(client.types())
                .startsWith("connection_established", "subscription_confirmed", "pong", "error")
                .contains("p2", "publish_confirmed");
        assertThat(client.connection().isReading()).isTrue();
        simulation.end();
    }

    @Test
    void aSubscriptionBehindAnOpenPublishIsConfirmedBeforeItsPublications() {
        simulation.loops().runAll();
        String far = elsewhere();
        // A member: its home answers at once, where a family waits for every other loop first.
        String channel = atHome();

        command(publish(0, far));
        command(subscribe(1, channel));
        Reply reply = new Reply();
        ManualLoop loop = simulation.loop(0);
        client.run(() ->
                simulation.engine().broker().publish(channel, Bodies.json("early"), PublishOptions.NONE, loop, reply));
        simulation.loops().runAll();

        assertThat(client.types())
                .containsExactly("connection_established", "publish_confirmed", "subscription_confirmed", "early");
        simulation.end();
    }

    @Test
    void aCongestedBrokerStopsReadingUntilItIsRelieved() {
        simulation.loops().runAll();
        String channel = elsewhere();

        command(new ClientMessage.Publish(
                new CommandId.Number(0), channel, Bodies.of(WireFormat.JSON, "large", 2000), null, null));
        assertThat(client.connection().isReading()).isFalse();
        simulation.loops().runAll();

        assertThat(client.connection().isReading()).isTrue();
        simulation.end();
    }

    @Test
    void aMalformedMessageIsAnsweredWithItsFaultAndTheSessionLivesOn() {
        simulation.loops().runAll();

        client.malformed(new WireException(ErrorCode.INVALID_FIELD, "no", "since.offset")
                .within(new CommandContext(new CommandId.Text("x"), "subscribe", "market_data", null, null)));
        client.ping();
        simulation.loops().runAll();

        ErrorMessage error = client.received().last(ErrorMessage.class);
        assertThat(error.code()).isEqualTo(ErrorCode.INVALID_FIELD);
        assertThat(error.field()).isEqualTo("since.offset");
        assertThat(error.id()).isEqualTo(new CommandId.Text("x"));
        assertThat(error.command()).isEqualTo("subscribe");
        assertThat(client.types()).endsWith("error", "pong");
        simulation.end();
    }
}
