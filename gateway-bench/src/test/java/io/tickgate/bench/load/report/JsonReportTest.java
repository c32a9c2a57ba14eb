package io.tickgate.bench.load.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tickgate.bench.json.JsonFault;
import io.tickgate.bench.json.JsonObject;
import io.tickgate.bench.load.result.Latency;
import io.tickgate.bench.load.result.RunResult;
import io.tickgate.bench.load.result.Verdict;
import io.tickgate.bench.load.result.Verdict.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonReportTest {
    private final RunResult run = MadeUp.run("gateway", MadeUp.BROKEN, new Verdict(Outcome.FAILED, "7 lost"));

    @Test
    void itSaysWhatWasMeasured() {
        JsonObject json = JsonObject.parse(JsonReport.of(run));

        assertThat(json.number("deliveries_per_s")).isEqualTo(599_400 / 60.0);
        assertThat(json.object("latency").whole("p99_us")).isBetween(9_890L, 9_910L);
        assertThat(json.object("account").whole("out_of_order")).isEqualTo(4);
        assertThat(json.object("settings").names()).containsExactly("connections", "channel", "bytes");
        assertThat(json.objects("seconds")).hasSize(70);
        assertThat(json.objects("seconds").get(6).has("server")).isFalse();
        assertThat(json.object("verdict").string("outcome")).isEqualTo("failed");
    }

    @Test
    void whatIsReadBackIsWhatWasWritten() {
        RunResult read = JsonResult.of(JsonObject.parse(JsonReport.of(run)));

        assertThat(read)
                .usingRecursiveComparison()
                .withEqualsForType((a, b) -> a.curve().equals(b.curve()), Latency.class)
                .isEqualTo(run);
    }

    @Test
    void whatIsMissingOrWrongIsNamed() {
        String json = JsonReport.of(run);

        assertThatThrownBy(() -> JsonResult.of(JsonObject.parse(json.replace("\"out_of_order\" : 4,", ""))))
                .isInstanceOf(JsonFault.class)
                .hasMessage("account.out_of_order is missing");
        assertThatThrownBy(() -> JsonResult.of(JsonObject.parse(json.replace("\"lost\" : 7", "\"lost\" : \"7\""))))
                .isInstanceOf(JsonFault.class)
                .hasMessage("account.lost must be a whole number");
        assertThatThrownBy(() -> JsonResult.of(JsonObject.parse("{}")))
                .isInstanceOf(JsonFault.class)
                .hasMessageContaining("is it the result of a load run?");
    }

    @Test
    void aFileWithAFaultIsNamed(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("half.json"), "{\"format\":");

        assertThatThrownBy(() -> JsonResult.read(file))
                .isInstanceOf(JsonFault.class)
                .hasMessageContaining("half.json: is no JSON");
    }
}
