package io.tickgate.core.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickgate.core.frame.FrameKind;
import io.tickgate.core.metrics.Counter;
import io.tickgate.core.sim.Bodies;
import io.tickgate.core.sim.ReceivedFrames.Closed;
import io.tickgate.core.sim.SimulatedClient;
import io.tickgate.core.sim.Simulation;
import io.tickgate.core.sim.SimulationSettings;
import io.tickgate.protocol.message.ErrorCode;
import io.tickgate.protocol.message.ServerMessage.ErrorMessage;
import io.tickgate.protocol.wire.WireException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A thousand errors within a minute, and no more. */
class ErrorBudgetTest {
    private final Simulation simulation = new Simulation(new SimulationSettings().loops(2));
    private final SimulatedClient client = simulation.connect(0, FrameKind.JSON);

    private void malformed(int times) {
        client.run(() -> {
            for (int i = 0; i < times; i++) {
                client.session().onMalformed(new WireException(ErrorCode.INVALID_JSON, "no", 3));
            }
        });
        simulation.loops().runAll();
    }

    private int errors() {
        return client.received().all(ErrorMessage.class).size();
    }

    @Test
    void theThousandthErrorIsAnsweredAndIsTheLast() {
        simulation.loops().runAll();

        malformed(999);
        assertThat(client.received().isClosed()).isFalse();
        malformed(2);

        assertThat(errors()).isEqualTo(1000);
        assertThat(client.received().last(Closed.class)).isEqualTo(new Closed(1008, "too many errors"));
        assertThat(simulation.counter(Counter.ERROR_CLOSES)).isEqualTo(1);
        simulation.end();
    }

    @Test
    void refusedCommandsCountWhereverTheyAreRefused() {
        simulation.loops().runAll();

        malformed(500);
        for (int i = 0; i < 249; i++) {
            client.subscribe("nope");
            client.publish("market_data:" + i % 9, Bodies.json("x".repeat(300_000)));
            simulation.loops().runAll();
        }
        client.subscribe("nope");
        simulation.loops().runAll();
        assertThat(client.received().isClosed()).isFalse();
        client.publish("market_data:1", Bodies.json("x".repeat(300_000)));
        simulation.loops().runAll();

        assertThat(errors()).isEqualTo(1000);
        assertThat(client.received().last(Closed.class).status()).isEqualTo(1008);
        simulation.end();
    }

    @Test
    void errorsOfTheMinuteBeforeAreForgotten() {
        simulation.loops().runAll();

        for (int i = 0; i < 5; i++) {
            client.run(client.session()::onFrame);
            malformed(999);
            simulation.pass(Duration.ofSeconds(60));
        }

        assertThat(errors()).isEqualTo(5 * 999);
        assertThat(client.received().isClosed()).isFalse();
        simulation.end();
    }

    @Test
    void whatTheGatewayCannotDoIsNotTheClientsError() {
        simulation.loops().runAll();
        simulation.engine().broker().stop();

        for (int i = 0; i < 1100; i++) {
            client.publish("market_data:1", Bodies.json("x"));
            simulation.loops().runAll();
        }

        assertThat(errors()).isEqualTo(1100);
        assertThat(client.received().isClosed()).isFalse();
        simulation.end();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -86_400_000_000_000L, Long.MAX_VALUE / 2})
    void aSlowTrickleNeverExhausts(long startNanos) {
        ErrorBudget budget = new ErrorBudget(10, 1_000);

        for (int i = 0; i < 1_000; i++) {
            budget.count(startNanos + i * 112L);
            assertThat(budget.isExhausted()).isFalse();
        }
        for (int i = 0; i < 10; i++) {
            budget.count(startNanos + 200_000 + i * 90L);
        }
        assertThat(budget.isExhausted()).isTrue();
    }
}
