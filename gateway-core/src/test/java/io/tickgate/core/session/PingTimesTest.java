package io.tickgate.core.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickgate.core.broadcast.TopicProbe;
import io.tickgate.core.frame.FrameKind;
import io.tickgate.core.sim.Bodies;
import io.tickgate.core.sim.SimulatedClient;
import io.tickgate.core.sim.Simulation;
import io.tickgate.core.sim.SimulationSettings;
import io.tickgate.protocol.message.ClientMessage;
import io.tickgate.protocol.message.CommandId;
import io.tickgate.protocol.message.PingTimes;
import io.tickgate.protocol.message.ServerMessage.Pong;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PingTimesTest {
    private final Simulation simulation = new Simulation(new SimulationSettings().loops(2));
    private final SimulatedClient client = simulation.connect(0, FrameKind.JSON);

    @AfterEach
    void end() {
        simulation.end();
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

    private void now(ClientMessage command) {
        client.run(() -> client.session().onCommand(command));
    }

    private static ClientMessage ping() {
        return new ClientMessage.Ping(new CommandId.Number(9), 7L);
    }

    private PingTimes times() {
        Pong pong = client.received().all(Pong.class).stream()
                .filter(answer -> answer.times() != null)
                .findFirst()
                .orElseThrow();
        PingTimes times = Objects.requireNonNull(pong.times());
        assertThat(pong.timestampMillis()).isEqualTo(times.t2() / 1_000);
        return times;
    }

    @Test
    void aPingAtRestIsAnsweredAtOnce() {
        simulation.loops().runAll();
        long micros = simulation.clock().epochMicros();

        now(ping());
        simulation.loops().runAll();

        assertThat(times()).isEqualTo(new PingTimes(7, micros, micros));
    }

    @Test
    void aPingBehindAnAnswerThatIsStillOutTellsWhenItsOwnLeaves() {
        simulation.loops().runAll();
        long received = simulation.clock().epochMicros();

        now(new ClientMessage.Publish(new CommandId.Number(1), elsewhere(), Bodies.json("p"), null, null));
        now(ping());
        now(new ClientMessage.Ping(new CommandId.Number(10)));
        simulation.clock().advance(Duration.ofMillis(3));
        simulation.loops().runAll();

        assertThat(times()).isEqualTo(new PingTimes(7, received, received + 3_000));
        assertThat(client.types()).containsExactly("connection_established", "publish_confirmed", "pong", "pong");
    }

    @Test
    void aPingThatIsHeldBackTellsWhenItCame() {
        simulation.loops().runAll();
        long received = simulation.clock().epochMicros();

        now(new ClientMessage.Subscribe(new CommandId.Number(1), List.of(elsewhere()), false, null, false));
        now(ping());
        simulation.clock().advance(Duration.ofMillis(2));
        simulation.loops().runAll();

        assertThat(times()).isEqualTo(new PingTimes(7, received, received + 2_000));
        assertThat(client.types()).containsExactly("connection_established", "subscription_confirmed", "pong");
    }
}
