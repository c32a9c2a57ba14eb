package io.tickgate.protocol.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickgate.protocol.message.MessageBody;
import io.tickgate.protocol.message.TaskProgress;
import io.tickgate.protocol.message.TaskStatus;
import io.tickgate.protocol.message.WireFormat;
import io.tickgate.protocol.wire.BodyMerge;
import io.tickgate.protocol.wire.PublicationEncoder;
import io.tickgate.protocol.wire.WireBuffer;
import io.tickgate.protocol.wire.WireException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProgressWriterTest {
    private static final TaskProgress GUIDE = new TaskProgress(
            "backtest_001",
            TaskStatus.RUNNING,
            45.5,
            "策略执行",
            4,
            10,
            "正在执行KDJ策略...",
            120.5,
            30.2,
            Wire.body("{\"symbol\":\"0700.HK\",\"strategy\":\"kdj\"}"),
            null);

    private final ProgressWriter writer = new ProgressWriter();

    @ParameterizedTest
    @EnumSource(WireFormat.class)
    void theGuidesExampleIsWrittenAsTheGoldenFileReads(WireFormat format) throws IOException, WireException {
        MessageBody body = writer.publication(GUIDE);

        WireBuffer out = new WireBuffer();
        byte[] channel = "backtest_progress:backtest_001".getBytes(StandardCharsets.UTF_8);
        byte[] timestamp = "2026-11-23T12:00:00.123Z".getBytes(StandardCharsets.US_ASCII);
        new PublicationEncoder().encode(format, body, channel, 17, 1_795_435_200_000_123L, timestamp, out);
        byte[] golden = VectorFiles.read("server-backtest_progress_update", format);
        assertThat(Wire.server(format, out.toBytes())).isEqualTo(Wire.server(format, golden));
    }

    @Test
    void everyFieldIsThereAndAnErrorOnlyWhenThereIsOne() {
        TaskProgress state =
                new TaskProgress("t", TaskStatus.FAILED, 45L, "", 0, 0, "", null, 1.0, BodyMerge.EMPTY, "no \"data\"");

        MessageBody data = writer.data(state);

        assertThat(Wire.text(data))
                .isEqualTo("\"task_id\":\"t\",\"status\":\"failed\",\"progress\":45,\"current_step\":\"\","
                        + "\"current_step_index\":0,\"total_steps\":0,\"message\":\"\","
                        + "\"estimated_time_remaining\":null,\"elapsed_time\":1.0,\"data\":{},"
                        + "\"error\":\"no \\\"data\\\"\"");
        assertThat(data.memberCount()).isEqualTo(11);
    }
}
