package io.tickgate.core.feed.progress;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickgate.core.metrics.Counter;
import io.tickgate.core.sim.Simulation;
import io.tickgate.core.sim.SimulationSettings;
import io.tickgate.protocol.message.ErrorCode;
import io.tickgate.protocol.message.TaskStatus;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which tasks are kept, for how long, and how they are listed. */
class ProgressRetentionTest extends ProgressScenario {
    @Test
    void aTaskIsForgottenAnHourAfterItsLastReportWhetherItFinishedOrNot() {
        simulation.end();
        simulation = new Simulation(new SimulationSettings().tasks(Duration.ofMinutes(1), 10, 1 << 20));
        update("alive", "{\"progress\":1}");
        update("finished", "{\"status\":\"completed\"}");
        update("silent", "{\"progress\":1}");

        simulation.pass(Duration.ofSeconds(40));
        update("alive", "{\"progress\":2}");
        assertThat(simulation.progress().runningTasks()).isEqualTo(2);
        simulation.pass(Duration.ofSeconds(21));

        assertThat(state("finished")).isNull();
        assertThat(state("silent")).isNull();
        assertThat(state("alive")).isNotNull();
        assertThat(simulation.counter(Counter.BACKTESTS)).isEqualTo(1);
        assertThat(simulation.progress().runningTasks()).isEqualTo(1);
        simulation.pass(Duration.ofSeconds(60));
        assertThat(simulation.counter(Counter.BACKTESTS)).isZero();
        assertThat(simulation.counter(Counter.BACKTEST_BYTES)).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void finishedTasksMakeRoomAndRunningOnesDoNot(int loops) {
        simulation.end();
        simulation = new Simulation(new SimulationSettings().loops(loops).tasks(Duration.ofHours(1), 3, 1 << 20));
        update("a", "{\"status\":\"completed\"}");
        update("b", "{\"progress\":1}");
        update("c", "{\"status\":\"failed\"}");

        update("d", "{\"progress\":1}");
        assertThat(state("a")).isNull();
        assertThat(state("c")).isNotNull();
        update("e", "{\"progress\":1}");
        assertThat(state("c")).isNull();
        assertThat(refusal("f", "{\"progress\":1}")).isEqualTo(ErrorCode.UNAVAILABLE);

        assertThat(update("b", "{\"progress\":2}").created()).isFalse();
        assertThat(simulation.counter(Counter.BACKTESTS)).isEqualTo(3);
        assertThat(simulation.progress().runningTasks()).isEqualTo(3);
        update("b", "{\"status\":\"completed\"}");
        assertThat(update("f", "{\"progress\":1}").created()).isTrue();
    }

    @Test
    void theStatesOfAllTasksHaveALimitInBytes() {
        simulation.end();
        simulation = new Simulation(new SimulationSettings().tasks(Duration.ofHours(1), 1000, 11_000));
        String data = "\"data\":{\"x\":\"" + "x".repeat(4000) + "\"}";
        update("a", "{\"status\":\"completed\"," + data + "}");
        update("b", "{\"progress\":1," + data + "}");

        update("c", "{\"progress\":1," + data + "}");
        assertThat(state("a")).isNull();
        assertThat(refusal("d", "{\"progress\":1," + data + "}")).isEqualTo(ErrorCode.UNAVAILABLE);
        assertThat(refusal("b", "{\"data\":{\"y\":\"" + "y".repeat(4000) + "\"}}"))
                .isEqualTo(ErrorCode.UNAVAILABLE);

        assertThat(state("b")).doesNotContain("\"y\"");
        update("b", "{\"data\":{\"x\":1}}");
        assertThat(update("d", "{\"progress\":1," + data + "}").created()).isTrue();
    }

    @Test
    void aReportWhoseTopicCannotBeHadIsRefusedAndTakesNoPlace() {
        simulation.end();
        simulation = new Simulation(
                new SimulationSettings().topics(1, Duration.ofMinutes(10)).tasks(Duration.ofHours(1), 2, 1 << 20));
        update("a", "{\"progress\":1}");

        assertThat(refusal("b", "{\"progress\":1}")).isEqualTo(ErrorCode.UNAVAILABLE);
        assertThat(send("c", "{\"progress\":1}"))
                .isCompletedExceptionally()
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .withMessageContaining("limits.max-topics");

        assertThat(state("b")).isNull();
        assertThat(simulation.counter(Counter.BACKTESTS)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void aListShowsThoseReportedOnLastFirst(int loops) {
        simulation.end();
        simulation = new Simulation(new SimulationSettings().loops(loops));
        for (String id : List.of("a", "b", "c", "d")) {
            update(id, "{\"status\":\"" + (id.equals("b") ? "paused" : "running") + "\"}");
            simulation.pass(Duration.ofSeconds(1));
        }
        update("a", "{\"progress\":1}");

        assertThat(ids(list(null, 10))).containsExactly("a", "d", "c", "b");
        assertThat(ids(list(TaskStatus.PAUSED, 10))).containsExactly("b");
        assertThat(ids(list(TaskStatus.RUNNING, 2))).containsExactly("a", "d");
        assertThat(list(null, 3).more()).isTrue();
        assertThat(list(null, 4).more()).isFalse();
        assertThat(list(TaskStatus.FAILED, 4).states()).isEmpty();
    }

    @Test
    void aListEndsBeforeItHoldsHalfAMegabyte() {
        for (int i = 0; i < 4; i++) {
            update("t" + i, "{\"data\":{\"x\":\"" + "x".repeat(200_000) + "\"}}");
        }

        TaskList list = list(null, 10);

        assertThat(list.states()).hasSize(2);
        assertThat(list.more()).isTrue();
    }

    private static List<String> ids(TaskList list) {
        return list.states().stream()
                .map(state -> text(state).substring(11, 12))
                .toList();
    }
}
