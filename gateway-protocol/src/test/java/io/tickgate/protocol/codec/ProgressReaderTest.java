package io.tickgate.protocol.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tickgate.protocol.message.ErrorCode;
import io.tickgate.protocol.message.MessageBody;
import io.tickgate.protocol.message.ProgressReport;
import io.tickgate.protocol.message.TaskStatus;
import io.tickgate.protocol.message.WireFormat;
import io.tickgate.protocol.wire.WireBuffer;
import io.tickgate.protocol.wire.WireException;
import io.tickgate.protocol.wire.WireLimits;
import io.tickgate.protocol.wire.WireWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProgressReaderTest {
    private final ProgressReader reader = new ProgressReader(WireLimits.DEFAULT);

    private static MessageBody body(WireFormat format, String json) {
        MessageBody body = Wire.body(json);
        if (format == WireFormat.JSON) {
            return body;
        }
        try {
            WireBuffer buffer = new WireBuffer();
            WireWriter.of(format, buffer).body(body);
            return Wire.READER.readBody(format, buffer.array(), 0, buffer.length());
        } catch (WireException e) {
            throw new AssertionError(e);
        }
    }

    private WireException refusal(String json) {
        try {
            throw new AssertionError("was read: " + reader.read(Wire.body(json), "data."));
        } catch (WireException e) {
            return e;
        }
    }

    @ParameterizedTest
    @EnumSource(WireFormat.class)
    void theGuidesExampleIsReadInBothFormats(WireFormat format) throws WireException {
        MessageBody body = body(format, """
                {"task_id":"backtest_001","status":"running","progress":45.5,"current_step":"策略执行",
                 "current_step_index":4,"total_steps":10,"message":"正在执行KDJ策略...",
                 "estimated_time_remaining":120.5,"elapsed_time":30.2,"data":{"symbol":"0700.HK","strategy":"kdj"}}""");

        ProgressReport report = reader.read(body, "");

        assertThat(report)
                .usingRecursiveComparison()
                .ignoringFields("data")
                .isEqualTo(new ProgressReport(
                        "backtest_001",
                        TaskStatus.RUNNING,
                        45.5,
                        "策略执行",
                        4L,
                        10L,
                        "正在执行KDJ策略...",
                        120.5,
                        30.2,
                        null,
                        null));
        assertThat(report.data()).isNotNull();
        assertThat(report.data()).extracting(MessageBody::memberCount).isEqualTo(2);
    }

    @Test
    void whatIsNotSaidIsNull() throws WireException {
        ProgressReport report = reader.read(Wire.body("{\"more\":[1],\"task_id\":\"t\"}"), "");

        assertThat(report.isEmpty()).isTrue();
        assertThat(report.taskId()).isEqualTo("t");
    }

    @Test
    void nullSaysNothingOfTheOtherFields() throws WireException {
        String all = "\"task_id\":null,\"status\":null,\"progress\":null,\"current_step\":null,\"message\":null,"
                + "\"current_step_index\":null,\"total_steps\":null,\"elapsed_time\":null,\"data\":null";

        assertThat(reader.read(Wire.body("{" + all + "}"), "").isEmpty()).isTrue();
        assertThat(refusal("{\"progress\":null,\"progress\":5}").text()).contains("stands twice");
    }

    @Test
    void nullIsAValueOfTheTwoFieldsThatMayHaveNone() throws WireException {
        ProgressReport report = reader.read(Wire.body("{\"estimated_time_remaining\":null,\"error\":null}"), "");

        assertThat(report.estimatedTimeRemaining()).isEqualTo(ProgressReport.UNKNOWN);
        assertThat(report.error()).isEmpty();
    }

    @Test
    void wholeNumbersStayWhole() throws WireException {
        ProgressReport report = reader.read(Wire.body("{\"progress\":45,\"elapsed_time\":1e2}"), "");

        assertThat(report.progress()).isEqualTo(45L);
        assertThat(report.elapsedTime()).isEqualTo(100.0);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "status                   | \"done\"",
                "status                   | \"RUNNING\"",
                "status                   | 1",
                "progress                 | -0.1",
                "progress                 | 100.1",
                "progress                 | 1e300",
                "progress                 | \"45\"",
                "progress                 | true",
                "progress                 | [45]",
                "current_step             | 4",
                "current_step_index       | -1",
                "current_step_index       | 1.5",
                "current_step_index       | 9007199254740992",
                "current_step_index       | \"1\"",
                "total_steps              | -1",
                "total_steps              | {}",
                "message                  | {\"a\":1}",
                "estimated_time_remaining | -1",
                "estimated_time_remaining | \"soon\"",
                "elapsed_time             | -0.5",
                "data                     | []",
                "data                     | \"x\"",
                "error                    | 500",
                "task_id                  | 7",
            })
    void aBadFieldIsNamed(String field, String value) {
        WireException fault = refusal("{\"progress_\":1,\"" + field + "\":" + value + ",\"message\":\"m\"}");

        assertThat(fault.code()).isEqualTo(ErrorCode.INVALID_FIELD);
        assertThat(fault.field()).isEqualTo("data." + field);
        assertThat(fault.text()).startsWith("\"data." + field + "\" must be ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"current_step", "message", "error", "task_id"})
    void aTextOf1024CharactersIsReadAndALongerOneRefused(String field) throws WireException {
        reader.read(Wire.body("{\"" + field + "\":\"" + "策".repeat(1024) + "\"}"), "data.");

        WireException fault = refusal("{\"" + field + "\":\"" + "x".repeat(1025) + "\"}");

        assertThat(fault.field()).isEqualTo("data." + field);
    }

    @Test
    void aFieldThatStandsTwiceIsRefused() {
        assertThat(refusal("{\"progress\":1,\"progress\":2}").code()).isEqualTo(ErrorCode.INVALID_JSON);
    }

    @Test
    void nestingIsRefusedBeforeAPublicationWouldExceedIt() throws WireException {
        String fits = "{\"data\":" + "{\"a\":".repeat(62) + "1" + "}".repeat(62) + "}";
        String deeper = "{\"data\":" + "{\"a\":".repeat(63) + "1" + "}".repeat(63) + "}";

        assertThat(reader.read(Wire.body(fits), "").data()).isNotNull();

        assertThatThrownBy(() -> reader.read(Wire.body(deeper), ""))
                .isInstanceOfSatisfying(
                        WireException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_JSON));
    }

    @Test
    void aReaderGoesOnAfterAFault() throws WireException {
        refusal("{\"progress\":-1}");

        assertThat(reader.read(Wire.body("{\"progress\":7}"), "").progress()).isEqualTo(7L);
    }
}
