package io.tickgate.core.feed.progress;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickgate.protocol.codec.MessageReader;
import io.tickgate.protocol.codec.ProgressReader;
import io.tickgate.protocol.message.ErrorCode;
import io.tickgate.protocol.message.MessageBody;
import io.tickgate.protocol.message.ProgressReport;
import io.tickgate.protocol.message.TaskProgress;
import io.tickgate.protocol.message.TaskStatus;
import io.tickgate.protocol.message.WireFormat;
import io.tickgate.protocol.wire.WireException;
import io.tickgate.protocol.wire.WireLimits;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProgressStateTest {
    private final MessageReader bodies = new MessageReader(WireLimits.DEFAULT);
    private final ProgressReader reports = new ProgressReader(WireLimits.DEFAULT);

    private ProgressReport report(String json) throws WireException {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        return reports.read(bodies.readBody(WireFormat.JSON, bytes, 0, bytes.length), "");
    }

    /** The state after reports that came one second after the other. */
    private ProgressState after(String... reportsInOrder) throws WireException {
        ProgressState state = ProgressState.first(report(reportsInOrder[0]), "", 0);
        for (int i = 1; i < reportsInOrder.length; i++) {
            state = state.next(report(reportsInOrder[i]), "", TimeUnit.SECONDS.toNanos(i));
        }
        return state;
    }

    private TaskProgress viewAfter(String... reportsInOrder) throws WireException {
        return after(reportsInOrder).view("t");
    }

    private WireException refusal(ProgressState state, String json) throws WireException {
        ProgressReport next = report(json);
        try {
            throw new AssertionError("was applied: " + state.next(next, "data.", 1));
        } catch (WireException e) {
            return e;
        }
    }

    private static String text(MessageBody body) {
        return new String(body.bytes(), body.offset(), body.length(), StandardCharsets.UTF_8);
    }

    @Test
    void whatWasNeverSaidHasItsDefault() throws WireException {
        TaskProgress view = viewAfter("{\"message\":\"m\"}");

        assertThat(view.status()).isEqualTo(TaskStatus.RUNNING);
        assertThat(view.progress()).isEqualTo(0.0);
        assertThat(view.currentStep()).isEmpty();
        assertThat(view.currentStepIndex()).isZero();
        assertThat(view.totalSteps()).isZero();
        assertThat(view.estimatedTimeRemaining()).isNull();
        assertThat(view.elapsedTime()).isEqualTo(0.0);
        assertThat(view.data().memberCount()).isZero();
        assertThat(view.error()).isNull();
    }

    @Test
    void whatALaterReportDoesNotSayStays() throws WireException {
        TaskProgress view = viewAfter(
                "{\"status\":\"paused\",\"progress\":45,\"current_step\":\"a\",\"current_step_index\":4,"
                        + "\"total_steps\":10,\"message\":\"m\",\"estimated_time_remaining\":120.5,"
                        + "\"elapsed_time\":30.2,\"data\":{\"x\":1.50},\"error\":\"e\"}",
                "{\"message\":\"n\",\"current_step_index\":4,\"estimated_time_remaining\":120.5,\"elapsed_time\":30.2}");

        assertThat(view.message()).isEqualTo("n");
        assertThat(view)
                .usingRecursiveComparison()
                .ignoringFields("message", "data")
                .isEqualTo(
                        new TaskProgress("t", TaskStatus.PAUSED, 45L, "a", 4, 10, "n", 120.5, 30.2, view.data(), "e"));
        assertThat(text(view.data())).isEqualTo("\"x\":1.50");
    }

    @Test
    void dataMergesOneLevelDeepAndEverythingElseIsReplaced() throws WireException {
        TaskProgress view = viewAfter(
                "{\"data\":{\"symbol\":\"0700.HK\",\"kdj\":{\"k\":1,\"d\":2}},\"message\":\"a\"}",
                "{\"data\":{\"kdj\":{\"j\":3.10},\"trades\":7},\"message\":\"\"}");

        assertThat(text(view.data())).isEqualTo("\"symbol\":\"0700.HK\",\"kdj\":{\"j\":3.10},\"trades\":7");
        assertThat(view.message()).isEmpty();
    }

    @Test
    void aNullErrorTakesTheErrorBack() throws WireException {
        assertThat(viewAfter("{\"error\":\"e\"}", "{\"error\":null}").error()).isNull();
    }

    @Test
    void elapsedTimeCountsFromTheFirstReportThatIsNotPending() throws WireException {
        String pending = "{\"status\":\"pending\"}";
        String running = "{\"status\":\"running\"}";

        assertThat(viewAfter(pending, pending).elapsedTime()).isEqualTo(0.0);
        assertThat(viewAfter(pending, pending, running, running, running).elapsedTime())
                .isEqualTo(2.0);
        assertThat(viewAfter("{\"progress\":1}", running, running, running).elapsedTime())
                .isEqualTo(3.0);
    }

    @Test
    void remainingTimeFollowsFromElapsedTimeAndProgress() throws WireException {
        assertThat(viewAfter("{\"progress\":0}", "{\"progress\":25}").estimatedTimeRemaining())
                .isEqualTo(3.0);
        assertThat(viewAfter("{\"progress\":50,\"elapsed_time\":30.5}").estimatedTimeRemaining())
                .isEqualTo(30.5);
        assertThat(viewAfter("{\"progress\":0}", "{\"message\":\"\"}").estimatedTimeRemaining())
                .isNull();
        assertThat(viewAfter("{\"progress\":1e-300,\"elapsed_time\":1e300}").estimatedTimeRemaining())
                .isNull();
    }

    @ParameterizedTest
    @CsvSource({"completed, 0.0", "paused,", "failed, 0.0", "cancelled, 0.0"})
    void remainingTimeIsKnownWhereTheStatusSaysSo(String status, @Nullable Double remaining) throws WireException {
        TaskProgress view = viewAfter("{\"progress\":50}", "{\"status\":\"" + status + "\"}");

        assertThat(view.estimatedTimeRemaining()).isEqualTo(remaining);
    }

    @Test
    void aPublisherMaySayThatTheRemainingTimeIsUnknown() throws WireException {
        assertThat(viewAfter("{\"progress\":50}", "{\"progress\":60,\"estimated_time_remaining\":null}")
                        .estimatedTimeRemaining())
                .isNull();
    }

    @Test
    void remainingTimeIsUnknownWhileNoTimeHasPassed() throws WireException {
        assertThat(viewAfter("{\"progress\":50}").estimatedTimeRemaining()).isNull();
    }

    @Test
    void whatARunThatIsOverWasToldToNeedIsNothing() throws WireException {
        TaskProgress view = viewAfter(
                "{\"progress\":50,\"estimated_time_remaining\":7,\"elapsed_time\":90}",
                "{\"status\":\"failed\",\"estimated_time_remaining\":5}");

        assertThat(view.estimatedTimeRemaining()).isEqualTo(0.0);
        assertThat(view.elapsedTime()).isEqualTo(1.0);
    }

    @Test
    void whatIsComputedCountsAgainBehindAReportThatToldIt() throws WireException {
        TaskProgress view = viewAfter(
                "{\"progress\":10,\"total_steps\":10,\"current_step_index\":9,\"estimated_time_remaining\":70,"
                        + "\"elapsed_time\":90}",
                "{\"progress\":50}");

        assertThat(view.currentStepIndex()).isEqualTo(5);
        assertThat(view.elapsedTime()).isEqualTo(1.0);
        assertThat(view.estimatedTimeRemaining()).isEqualTo(1.0);
    }

    @Test
    void aPauseIsTimeButNoWork() throws WireException {
        TaskProgress view = viewAfter(
                "{\"progress\":10}",
                "{\"progress\":20}",
                "{\"status\":\"paused\"}",
                "{\"message\":\"still\"}",
                "{\"status\":\"running\"}",
                "{\"progress\":50}");

        assertThat(view.elapsedTime()).isEqualTo(5.0);
        assertThat(view.estimatedTimeRemaining()).isEqualTo(3.0);
        assertThat(viewAfter("{\"status\":\"paused\",\"progress\":50}", "{\"status\":\"running\"}")
                        .estimatedTimeRemaining())
                .isNull();
    }

    @Test
    void whatIsCompletedIsDoneAndHasNoErrorOfBefore() throws WireException {
        String failing = "{\"progress\":40,\"error\":\"e\"}";
        TaskProgress view = viewAfter(failing, "{\"status\":\"completed\"}");

        assertThat(view.progress()).isEqualTo(100.0);
        assertThat(view.error()).isNull();
        assertThat(viewAfter(failing, "{\"status\":\"failed\"}").error()).isEqualTo("e");
        assertThat(viewAfter(failing, "{\"status\":\"failed\"}").progress()).isEqualTo(40L);
        assertThat(viewAfter("{\"status\":\"completed\",\"progress\":98,\"error\":\"late\"}"))
                .extracting(TaskProgress::progress, TaskProgress::error)
                .containsExactly(98L, "late");
    }

    @Test
    void whatDoesNotFitTheTaskIsRefused() throws WireException {
        ProgressState state = after("{\"total_steps\":10}");

        WireException index = refusal(state, "{\"current_step_index\":11}");
        WireException status = refusal(state, "{\"status\":\"pending\"}");

        assertThat(index.code()).isEqualTo(ErrorCode.INVALID_FIELD);
        assertThat(index.field()).isEqualTo("data.current_step_index");
        assertThat(status.code()).isEqualTo(ErrorCode.INVALID_FIELD);
        assertThat(status.field()).isEqualTo("data.status");
        assertThat(refusal(state, "{\"current_step_index\":3,\"total_steps\":2}")
                        .field())
                .isEqualTo("data.current_step_index");
        assertThat(after("{\"total_steps\":10}", "{\"current_step_index\":10}")
                        .view("t")
                        .currentStepIndex())
                .isEqualTo(10);
    }

    @ParameterizedTest
    @CsvSource({"45.5, 10, 4", "29, 100, 29", "0, 10, 0", "99.99, 10, 9", "100, 10, 10", "50, 0, 0", "33.3, 3, 0"})
    void theStepFollowsFromProgressAndTheNumberOfSteps(String progress, int steps, int index) throws WireException {
        TaskProgress view = viewAfter("{\"total_steps\":" + steps + "}", "{\"progress\":" + progress + "}");

        assertThat(view.currentStepIndex()).isEqualTo(index);
    }

    @Test
    void aStepThatWasGivenIsNotComputed() throws WireException {
        assertThat(viewAfter("{\"total_steps\":10,\"progress\":50}", "{\"progress\":60,\"current_step_index\":2}")
                        .currentStepIndex())
                .isEqualTo(2);
    }

    @Test
    void progressStandsOrGrows() throws WireException {
        ProgressState state = after("{\"progress\":45.5}");

        assertThat(state.next(report("{\"progress\":45.5}"), "", 1).view("t").progress())
                .isEqualTo(45.5);
        assertThat(state.next(report("{\"progress\":46}"), "", 1).view("t").progress())
                .isEqualTo(46L);
        WireException fault = refusal(state, "{\"progress\":45.4,\"message\":\"back\"}");

        assertThat(fault.code()).isEqualTo(ErrorCode.PROGRESS_BACKWARDS);
        assertThat(fault.field()).isEqualTo("data.progress");
        assertThat(fault.text()).contains("45.5", "45.4");
    }

    @ParameterizedTest
    @ValueSource(strings = {"completed", "failed", "cancelled"})
    void nothingFollowsATerminalStatus(String status) throws WireException {
        ProgressState state = after("{\"status\":\"" + status + "\"}");

        for (String next :
                new String[] {"{\"message\":\"m\"}", "{\"status\":\"" + status + "\"}", "{\"progress\":100}"}) {
            WireException fault = refusal(state, next);
            assertThat(fault.code()).isEqualTo(ErrorCode.TASK_FINISHED);
        }
    }

    @Test
    void aStateDoesNotLiveOffTheReadersBytes() throws WireException {
        ProgressState state = after("{\"data\":{\"a\":111}}");
        report("{\"data\":{\"b\":222}}");

        assertThat(text(state.view("t").data())).isEqualTo("\"a\":111");
    }
}
