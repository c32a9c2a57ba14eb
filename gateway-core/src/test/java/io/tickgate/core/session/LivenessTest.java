package io.tickgate.core.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickgate.core.frame.FrameKind;
import io.tickgate.core.metrics.Counter;
import io.tickgate.core.sim.Bodies;
import io.tickgate.core.sim.ReceivedFrames.Closed;
import io.tickgate.core.sim.ReceivedFrames.Control;
import io.tickgate.core.sim.SimulatedClient;
import io.tickgate.core.sim.Simulation;
import io.tickgate.protocol.message.WireFormat;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LivenessTest {
    private static final Duration TICK = Duration.ofMillis(100);

    private final Simulation simulation = new Simulation();
    private final SimulatedClient client = simulation.connect(0, FrameKind.JSON);

    private int pings() {
        return client.received().all(Control.class).size();
    }

    private void stallWithPending() {
        client.subscribe("market_data");
        simulation.loops().runAll();
        client.run(client.connection()::acceptNothing);
        simulation.publishAndRun("market_data", Bodies.of(WireFormat.JSON, "p", 400));
    }

    @Test
    void silenceOfThirtySecondsIsAskedAboutOnce() {
        simulation.loops().runAll();

        simulation.pass(Duration.ofSeconds(30).minus(TICK));
        assertThat(pings()).isZero();
        simulation.pass(TICK);
        assertThat(pings()).isEqualTo(1);

        simulation.pass(Duration.ofSeconds(30).minus(TICK));
        assertThat(pings()).isEqualTo(1);
        simulation.pass(TICK);
        assertThat(pings()).isEqualTo(2);
        simulation.end();
    }

    @Test
    void silenceOfNinetySecondsEndsTheSession() {
        simulation.loops().runAll();

        simulation.pass(Duration.ofSeconds(90).minus(TICK));
        assertThat(client.received().isClosed()).isFalse();
        simulation.pass(TICK);

        assertThat(client.received().last(Closed.class).status()).isEqualTo(4000);
        assertThat(simulation.counter(Counter.IDLE_CLOSES)).isEqualTo(1);
        simulation.end();
    }

    @Test
    void anyFrameIsLife() {
        simulation.loops().runAll();

        for (int i = 0; i < 10; i++) {
            simulation.pass(Duration.ofSeconds(29));
            client.run(client.session()::onFrame);
        }

        assertThat(pings()).isZero();
        assertThat(client.received().isClosed()).isFalse();
        simulation.end();
    }

    @Test
    void whileTheGatewayDoesNotReadSilenceIsItsOwn() {
        simulation.loops().runAll();
        simulation.pass(Duration.ofSeconds(60));

        client.run(client.session().inbox()::pause);
        simulation.pass(Duration.ofSeconds(200));
        assertThat(client.received().isClosed()).isFalse();
        client.run(client.session().inbox()::resume);

        simulation.pass(Duration.ofSeconds(30).minus(TICK));
        assertThat(client.received().isClosed()).isFalse();
        simulation.pass(TICK);
        assertThat(client.received().last(Closed.class).status()).isEqualTo(4000);
        simulation.end();
    }

    @Test
    void heartbeatsGoOnWhileTheGatewayDoesNotRead() {
        simulation.loops().runAll();

        client.run(client.session().inbox()::pause);
        simulation.pass(Duration.ofSeconds(90));

        assertThat(pings()).isEqualTo(3);
        simulation.end();
    }

    @Test
    void aFrameThatComesThroughWhileTheGatewayDoesNotReadIsNotCountedTwice() {
        simulation.loops().runAll();
        client.run(client.session().inbox()::pause);
        simulation.pass(Duration.ofSeconds(60));
        client.run(client.session()::onFrame);
        client.run(client.session().inbox()::resume);

        simulation.pass(Duration.ofSeconds(90).minus(TICK));
        assertThat(client.received().isClosed()).isFalse();
        simulation.pass(TICK);

        assertThat(client.received().isClosed()).isTrue();
        simulation.end();
    }

    @Test
    void fiveSecondsWithoutAByteTakenEndASessionThatIsWaitedFor() {
        stallWithPending();
        simulation.pass(TICK);

        simulation.pass(Duration.ofSeconds(5).minus(TICK));
        assertThat(simulation.counter(Counter.SLOW_CLOSES)).isZero();
        simulation.pass(TICK);

        assertThat(simulation.counter(Counter.SLOW_CLOSES)).isEqualTo(1);
        simulation.end();
    }

    @Test
    void aByteNowAndThenIsNoStall() {
        stallWithPending();

        for (int i = 0; i < 20; i++) {
            simulation.pass(Duration.ofSeconds(4));
            client.run(() -> client.connection().accept(1, 1));
            client.run(client.session()::onFrame);
        }

        assertThat(simulation.counter(Counter.SLOW_CLOSES)).isZero();
        simulation.end();
    }

    @Test
    void aSocketThatNothingWaitsForNeverStalls() {
        client.run(client.connection()::acceptNothing);
        client.run(client.connection()::acceptAll);
        simulation.loops().runAll();

        simulation.pass(Duration.ofSeconds(25));

        assertThat(client.received().isClosed()).isFalse();
        simulation.end();
    }

    @Test
    void aStopOfTheLoopIsNobodysSilenceAndNobodysStall() {
        Duration stop = Duration.ofMinutes(10);
        stallWithPending();
        SimulatedClient silent = simulation.connect(0, FrameKind.JSON);
        simulation.loops().runAll();
        simulation.pass(TICK);
        simulation.pass(Duration.ofSeconds(4));

        simulation.clock().advance(stop);
        simulation.standStill(stop);
        simulation.pass(Duration.ofSeconds(1).minus(TICK));
        assertThat(simulation.counter(Counter.SLOW_CLOSES)).isZero();
        assertThat(silent.received().isClosed()).isFalse();

        simulation.pass(TICK);
        assertThat(simulation.counter(Counter.SLOW_CLOSES)).isEqualTo(1);
        simulation.pass(Duration.ofSeconds(85).minus(TICK.multipliedBy(2)));
        assertThat(silent.received().isClosed()).isFalse();
        simulation.pass(TICK);
        assertThat(silent.received().last(Closed.class).status()).isEqualTo(4000);
        simulation.end();
    }
}
