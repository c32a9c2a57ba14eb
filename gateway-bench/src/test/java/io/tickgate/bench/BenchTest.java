package io.tickgate.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BenchTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        return Bench.run(new PrintWriter(out), new PrintWriter(err), arguments);
    }

    @Test
    void theHelpNamesEveryCommand() {
        int exitCode = run("--help");

        assertThat(exitCode).isZero();
        assertThat(out.toString()).contains("micro", "guide", "gate");
    }

    @Test
    void aCommandIsNeeded() {
        assertThat(run()).isEqualTo(2);
        assertThat(err.toString()).contains("a command is missing");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--forks=101", "--iterations=0", "--warmup=-1", "--time=0"})
    void whatIsOutOfRangeIsRefused(String option) {
        assertThat(run("micro", option)).isEqualTo(2);
        assertThat(err.toString()).contains(option.substring(0, option.indexOf('=')) + " must be ");
    }

    @Test
    void aPatternWithoutABenchmarkIsSaid() {
        assertThat(run("micro", "NoSuchBenchmark")).isEqualTo(2);
        assertThat(err.toString()).contains("no benchmark matches \"NoSuchBenchmark\"");
    }

    @Test
    void aGateFileWithMistakesIsRefusedBeforeAnythingIsMeasured(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("gate.yaml"), "frames-for-json: many\n");

        assertThat(run("gate", "--file", file.toString())).isEqualTo(2);
        assertThat(err.toString()).contains("gate.yaml:1: frames-for-json: must be a number");
    }

    @Test
    void anUnknownFaultIsSaidWithThoseThatThereAre() {
        int exitCode = run("faults", "earthquake");

        assertThat(exitCode).isEqualTo(2);
        assertThat(err.toString()).contains("earthquake", "kill", "descriptors", "steady");
    }
}
