package io.tickgate.core.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickgate.core.broadcast.TopicProbe;
import io.tickgate.core.frame.FrameKind;
import io.tickgate.core.sim.Bodies;
import io.tickgate.core.sim.ReceivedFrames.Closed;
import io.tickgate.core.sim.SimulatedClient;
import io.tickgate.core.sim.Simulation;
import io.tickgate.core.sim.SimulationSettings;
import io.tickgate.protocol.message.ClientMessage;
import io.tickgate.protocol.message.CloseCode;
import io.tickgate.protocol.message.CommandId;
import io.tickgate.protocol.message.ErrorCode;
import io.tickgate.protocol.message.ServerMessage.ErrorMessage;
import io.tickgate.protocol.wire.WireException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A session that ends in good order while commands of its client are under way. */
class LastAnswersTest {
    private final Simulation simulation = new Simulation(new SimulationSettings().loops(2));
    private final SimulatedClient client = simulation.connect(0, FrameKind.JSON);

    @BeforeEach
    void welcome() {
        simulation.loops().runAll();
    }

    /** A member whose home is the loop that the client is not on. */
    private String elsewhere() {
        for (int i = 0; ; i++) {
            String name = "market_data:" + i;
            if (TopicProbe.homeIndex(simulation.engine(), name) == 1) {
                return name;
            }
        }
    }

    private void command(ClientMessage command) {
        client.run(() -> client.session().onCommand(command));
    }

    private ClientMessage publish(int id) {
        return new ClientMessage.Publish(new CommandId.Number(id), elsewhere(), Bodies.json("p" + id), null, null);
    }

    private void end() {
        client.run(() -> client.session().closeAfterQueued(CloseCode.GOING_AWAY));
    }

    private void requireClosed() {
        assertThat(client.received().last(Closed.class).status()).isEqualTo(1001);
    }

    @Test
    void aCommandUnderWayIsAnsweredBeforeTheCloseFrame() {
        command(publish(1));

        end();
        assertThat(client.received().isClosed()).isFalse();
        simulation.loops().runAll();

        assertThat(client.types()).containsExactly("connection_established", "publish_confirmed");
        requireClosed();
        simulation.end();
    }

    @Test
    void whatWasHeldBackIsRefusedBehindTheAnswerItWaitedFor() {
        command(new ClientMessage.Subscribe(new CommandId.Number(1), List.of(elsewhere()), false, null, false));
        command(publish(2));
        client.malformed(new WireException(ErrorCode.INVALID_JSON, "no", 3));

        end();
        simulation.loops().runAll();

        assertThat(client.types())
                .containsExactly("connection_established", "subscription_confirmed", "error", "error");
        assertThat(client.received().all(ErrorMessage.class))
                .extracting(ErrorMessage::code)
                .containsExactly(ErrorCode.UNAVAILABLE, ErrorCode.INVALID_JSON);
        requireClosed();
        simulation.end();
    }

    @Test
    void whatComesMeanwhileIsRefusedAndDoesNotPutOffTheEnd() {
        command(publish(1));
        end();

        command(publish(2));
        command(new ClientMessage.GetNotifications(new CommandId.Number(3), 50));
        simulation.loops().runAll();

        assertThat(client.types()).containsExactly("connection_established", "publish_confirmed", "error", "error");
        ErrorMessage last = client.received().last(ErrorMessage.class);
        assertThat(last.code()).isEqualTo(ErrorCode.UNAVAILABLE);
        assertThat(last.id()).isEqualTo(new CommandId.Number(3));
        requireClosed();
        simulation.end();
    }

    @Test
    void aListThatWasAskedForComesBeforeTheCloseFrame() {
        command(new ClientMessage.GetNotifications(new CommandId.Number(1), 50));

        end();
        simulation.loops().runAll();

        assertThat(client.types()).containsExactly("connection_established", "notifications_list");
        requireClosed();
        simulation.end();
    }

    @Test
    void nothingIsPublishedAfterTheBrokerStopped() {
        simulation.engine().broker().stop();

        command(publish(1));
        simulation.loops().runAll();

        assertThat(client.received().last(ErrorMessage.class).code()).isEqualTo(ErrorCode.UNAVAILABLE);
        assertThat(client.received().last(ErrorMessage.class).text()).contains("stopping");
        simulation.end();
    }
}
