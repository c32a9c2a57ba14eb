package io.tickgate.core.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickgate.core.frame.FrameKind;
import io.tickgate.core.metrics.Counter;
import io.tickgate.core.sim.Bodies;
import io.tickgate.core.sim.SimulatedClient;
import io.tickgate.core.sim.Simulation;
import io.tickgate.core.sim.SimulationSettings;
import io.tickgate.protocol.message.Position;
import io.tickgate.protocol.message.WireFormat;
import org.junit.jupiter.api.Test;

/** How much may wait for acknowledgement, of one session and of all together, and who pays for it. */
class UnackedLimitsTest extends AcknowledgementScene {
    @Test
    void tooManyThatAreNotAcknowledgedEndTheConnectionWithoutAHole() {
        simulation.end();
        simulation = new Simulation(new SimulationSettings().unacked(3, 1 << 20));
        SimulatedClient client = subscribed("notifications");

        publish("notifications", "1", "2", "3");
        acknowledge(client, "notifications", 1);
        publish("notifications", "4");
        assertThat(client.received().isClosed()).isFalse();
        publish("notifications", "5", "6");

        assertClosed(client);
        assertThat(got(client)).containsExactly("1", "2", "3", "4");
    }

    @Test
    void tooManyBytesEndItButNeverOnePublicationAlone() {
        simulation.end();
        simulation = new Simulation(new SimulationSettings().unacked(1000, 300));
        SimulatedClient client = subscribed("notifications");

        simulation.publishAndRun("notifications", Bodies.of(WireFormat.JSON, "large", 1000));
        acknowledge(client, "notifications", 1);
        publish("notifications", "small");
        assertThat(client.received().isClosed()).isFalse();
        simulation.publishAndRun("notifications", Bodies.of(WireFormat.JSON, "large", 1000));

        assertClosed(client);
        assertThat(got(client)).containsExactly("large", "small");
    }

    @Test
    void whoMissedMoreThanTheLimitGetsThatManyAndComesBackForTheRest() {
        simulation.end();
        simulation = new Simulation(new SimulationSettings().unacked(3, 1 << 20));
        publish("chart_updates:A", "1", "2", "3", "4", "5");
        SimulatedClient client = simulation.connect(0, FrameKind.JSON);

        client.resumeWithAck("chart_updates:A", new Position(Simulation.EPOCH, 0));
        simulation.loops().runAll();
        SimulatedClient again = simulation.connect(0, FrameKind.JSON);
        again.resumeWithAck("chart_updates:A", new Position(Simulation.EPOCH, 3));
        simulation.loops().runAll();

        assertClosed(client);
        assertThat(got(client)).containsExactly("1", "2", "3");
        assertThat(got(again)).containsExactly("4", "5");
    }

    @Test
    void theGatewayEndsWhoKeepsMostWhenAllTogetherKeepTooMuch() {
        simulation.end();
        simulation = new Simulation(new SimulationSettings().outboxBytesMax(4_000));
        SimulatedClient most = subscribed("market_data", "notifications");
        SimulatedClient less = subscribed("notifications");

        for (int i = 0; i < 10; i++) {
            publish("market_data", "m");
            publish("notifications", "n");
        }

        assertClosed(most);
        assertThat(less.received().isClosed()).isFalse();
        assertThat(simulation.counter(Counter.UNACKED_BYTES)).isPositive().isLessThanOrEqualTo(4_000);
    }

    @Test
    void sessionsThatKeepTheSamePublicationPayItsBytesOnce() {
        subscribed("notifications");
        publish("notifications", "p");
        long one = simulation.counter(Counter.OUTBOX_BYTES);

        SimulatedClient second = subscribed("notifications");
        subscribed("notifications");
        publish("notifications", "q");

        assertThat(simulation.counter(Counter.OUTBOX_BYTES)).isEqualTo(2 * one + 2 * Acknowledgements.ENTRY_BYTES);
        assertThat(simulation.counter(Counter.UNACKED_BYTES))
                .as("each for itself")
                .isEqualTo(4 * one);
        acknowledge(second, "notifications", 2);
        assertThat(simulation.counter(Counter.OUTBOX_BYTES)).isEqualTo(2 * one + Acknowledgements.ENTRY_BYTES);
    }

    @Test
    void whoAcknowledgesWithoutReadingIsStillChargedForWhatWaits() {
        SimulatedClient liar = subscribed("notifications");
        liar.run(liar.connection()::acceptNothing);

        for (int i = 1; i <= 20; i++) {
            publish("notifications", "p" + i);
            acknowledge(liar, "notifications", i);
        }

        assertThat(simulation.counter(Counter.UNACKED_BYTES)).isZero();
        assertThat(simulation.counter(Counter.OUTBOX_BYTES)).isGreaterThan(20 * 200);
        liar.run(liar.connection()::acceptAll);
        simulation.loops().runAll();
        assertThat(simulation.counter(Counter.OUTBOX_BYTES)).isZero();
    }
}
