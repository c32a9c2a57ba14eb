package io.tickgate.core.feed.progress;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickgate.core.metrics.Counter;
import io.tickgate.core.sim.SimulatedClient;
import io.tickgate.protocol.message.ErrorCode;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reports that are not taken, and that they leave nothing behind. */
class ProgressRefusalTest extends ProgressScenario {
    @Test
    void aRefusedReportChangesNothing() {
        SimulatedClient client = subscriber("backtest_progress");
        update("t", "{\"progress\":50,\"message\":\"a\"}");
        String before = state("t");
        simulation.pass(Duration.ofSeconds(1));

        assertThat(refusal("t", "{\"message\":\"b\",\"progress\":40}")).isEqualTo(ErrorCode.PROGRESS_BACKWARDS);
        assertThat(refusal("t", "{\"message\":\"b\",\"status\":\"done\"}")).isEqualTo(ErrorCode.INVALID_FIELD);
        assertThat(refusal("t", "{\"message\":\"b\",\"data\":[]}")).isEqualTo(ErrorCode.INVALID_FIELD);
        assertThat(refusal("t", "{\"message\":\"b\"")).isEqualTo(ErrorCode.INVALID_JSON);
        assertThat(refusal("t", "{\"message\":\"b\",\"data\":{\"x\":\"" + "x".repeat(256 << 10) + "\"}}"))
                .isEqualTo(ErrorCode.MESSAGE_TOO_LARGE);

        assertThat(state("t")).isEqualTo(before);
        simulation.pass(Duration.ofSeconds(1));
        assertThat(updates(client)).hasSize(1);
    }

    @Test
    void aRefusedFirstReportMakesNoTask() {
        assertThat(refusal("t", "{\"progress\":101}")).isEqualTo(ErrorCode.INVALID_FIELD);
        assertThat(refusal("t", "{}")).isEqualTo(ErrorCode.MISSING_FIELD);
        assertThat(refusal("t", "{\"unknown\":1}")).isEqualTo(ErrorCode.MISSING_FIELD);
        assertThat(refusal("t", "{\"task_id\":\"other\",\"progress\":1}")).isEqualTo(ErrorCode.INVALID_FIELD);

        assertThat(state("t")).isNull();
        assertThat(simulation.counter(Counter.BACKTESTS)).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a\n", " "})
    void anIdThatMakesNoChannelIsRefused(String taskId) {
        assertThat(refusal(taskId, "{\"progress\":1}")).isEqualTo(ErrorCode.INVALID_FIELD);
    }

    @Test
    void anIdMayHave128Characters() {
        assertThat(refusal("t".repeat(129), "{\"progress\":1}")).isEqualTo(ErrorCode.INVALID_FIELD);

        assertThat(update("t".repeat(128), "{\"progress\":1}").created()).isTrue();
    }

    @Test
    void nothingFollowsTheEndUntilTheTaskIsDeleted() {
        SimulatedClient client = subscriber("backtest_progress");
        update("t", "{\"progress\":80,\"data\":{\"old\":1}}");
        update("t", "{\"status\":\"failed\",\"error\":\"e\"}");
        assertThat(refusal("t", "{\"status\":\"running\"}")).isEqualTo(ErrorCode.TASK_FINISHED);

        assertThat(remove("t")).isTrue();
        assertThat(state("t")).isNull();
        assertThat(remove("t")).isFalse();
        ProgressReceipt again = update("t", "{\"progress\":5}");

        assertThat(again.created()).isTrue();
        assertThat(again.offset()).isEqualTo(3);
        assertThat(lastState(client))
                .contains("\"progress\":5,")
                .contains("\"data\":{}")
                .doesNotContain("error");
    }
}
