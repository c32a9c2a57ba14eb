package io.tickgate.core.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickgate.core.frame.FrameKind;
import io.tickgate.protocol.message.CloseCode;
import io.tickgate.protocol.message.UpdateMessage.PublicationMessage;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A session that ends after what waits for it gets that also where it waits for the end of a turn. */
class GoodbyeTest {
    private static final String CHANNEL = "market_data:A";

    @Test
    void whatIsPutOffLeavesAheadOfTheLastWord() {
        Simulation simulation =
                new Simulation(new SimulationSettings().joinWait(Duration.ofMillis(100), Duration.ofMillis(1)));
        SimulatedClient client = simulation.connect(0, FrameKind.JSON);
        client.subscribe(CHANNEL);
        simulation.loops().runAll();
        simulation.publishAndRun(CHANNEL, Bodies.json("1"));
        simulation.publishAndRun(CHANNEL, Bodies.json("2"));
        assertThat(client.received().all(PublicationMessage.class)).hasSize(1);

        client.run(() -> client.session().closeAfterQueued(CloseCode.GOING_AWAY));
        simulation.loops().runAll();

        assertThat(client.received().all(PublicationMessage.class))
                .extracting(PublicationMessage::type)
                .containsExactly("1", "2");
        assertThat(client.received().all(ReceivedFrames.Closed.class))
                .extracting(ReceivedFrames.Closed::status)
                .containsExactly(CloseCode.GOING_AWAY.code());
        simulation.end();
    }
}
