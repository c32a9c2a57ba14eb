package io.tickgate.bench.load.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickgate.bench.load.result.Progress;
import io.tickgate.bench.load.result.RunResult;
import io.tickgate.bench.load.result.Verdict;
import io.tickgate.bench.load.result.Verdict.Outcome;
import io.tickgate.cli.console.ProgressBar;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextReportTest {
    private final ByteArrayOutputStream shown = new ByteArrayOutputStream();

    private ProgressLine line(boolean isTerminal) {
        PrintWriter out = new PrintWriter(shown, true, StandardCharsets.UTF_8);
        return new ProgressLine(out, new ProgressBar(out, isTerminal));
    }

    private static Progress at(int second) {
        return new Progress("steady", Duration.ofSeconds(second), Duration.ofSeconds(100), 1000, 98_765, 4_321, 2);
    }

    @Test
    void theVerdictIsTheLastLine() {
        String text = TextReport.of(MadeUp.run("gateway", MadeUp.BROKEN, new Verdict(Outcome.FAILED, "7 lost")));

        assertThat(text.lines().reduce((first, second) -> second)).contains("FAILED: 7 lost");
        assertThat(text)
                .contains(
                        "latency p99    9.90 ms", "3 µs per delivery", "7 lost, 1 undelivered", "warm up (not counted)")
                .contains("p50 <= 1 ms       5 ms  NOT MET");
    }

    @Test
    void aTerminalShowsABarThatIsTakenAwayAtTheEnd() {
        try (ProgressLine line = line(true)) {
            line.onProgress(at(25));
        }

        assertThat(shown.toString(StandardCharsets.UTF_8))
                .isEqualTo(
                        "\r\033[K[#####---------------] 0:25/1:40 steady 1,000 pub/s, 98.8 k deliveries/s, p99 4.32 ms, "
                                + "lost 2\r\033[K");
    }

    @Test
    void elsewhereThereIsALineEveryTenSeconds() {
        try (ProgressLine line = line(false)) {
            for (int second = 1; second <= 35; second++) {
                line.onProgress(at(second));
            }
        }

        assertThat(shown.toString(StandardCharsets.UTF_8).lines())
                .hasSize(3)
                .first()
                .isEqualTo("0:10/1:40 steady 1,000 pub/s, 98.8 k deliveries/s, p99 4.32 ms, lost 2");
    }

    @Test
    void theFilesHoldTheSameResult(@TempDir Path directory) throws IOException {
        RunResult run = MadeUp.run("gateway");

        assertThat(ResultFiles.write(directory.resolve("new"), "quotes", run))
                .allSatisfy(file -> assertThat(file).isRegularFile());

        assertThat(JsonResult.read(directory.resolve("new/quotes.json")).account())
                .isEqualTo(run.account());
        assertThat(Files.readString(directory.resolve("new/quotes.hgrm")))
                .contains("#[Max     =       10.0")
                .containsPattern("\n +5\\.00[0-9] 0\\.500000000000 +50[0-9]{2} +2\\.00\n");
    }
}
