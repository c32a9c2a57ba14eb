package io.tickgate.bench.performance;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickgate.bench.Bench;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportCommandTest {
    private static final Path PROSE = Path.of("../docs/performance");

    @TempDir
    private Path directory;

    private final StringWriter err = new StringWriter();

    private int report(String... arguments) {
        String[] all = Stream.concat(
                        Stream.of(
                                "report",
                                "--raw",
                                directory.toString(),
                                "--out",
                                directory.resolve("out.md").toString(),
                                "--prose",
                                PROSE.toString()),
                        Arrays.stream(arguments))
                .toArray(String[]::new);
        return Bench.run(new PrintWriter(new StringWriter()), new PrintWriter(err, true), all);
    }

    @Test
    void theDocumentIsWrittenAgainFromWhatIsKeptWithEveryLineOfProse() throws IOException {
        Row row = Plan.groups().get(0).rows().get(0);
        Recorded.round(new RawResults(directory), row, Contestant.GATEWAY, 1, 0.123, 4_000_000);

        assertThat(report("--no-measuring")).isZero();

        String document = Files.readString(directory.resolve("out.md"));
        assertThat(document).contains("|  | gateway | 0.123 |").doesNotContain("{{");
        try (Stream<Path> files = Files.list(PROSE)) {
            for (Path file :
                    files.filter(name -> name.toString().endsWith(".md")).toList()) {
                assertThat(document.lines())
                        .containsAll(Files.readAllLines(file).stream()
                                .filter(line -> !line.startsWith("{{"))
                                .toList());
            }
        }
    }

    @Test
    void eachTableSaysWhereItWasMeasuredOtherwise() throws IOException {
        RawResults results = new RawResults(directory);
        RunFacts earlier = new RunFacts("a machine", "2026-01-31", 5, 3, 25, 131);
        RunFacts later = new RunFacts("a machine", "2026-02-01", 1, 3, 25, 131);
        for (Row.Group group : Plan.groups()) {
            (group.id().equals("memory") ? later : earlier).write(results.runFile(group));
        }

        assertThat(report("--no-measuring")).isZero();

        assertThat(Files.readString(directory.resolve("out.md")))
                .containsOnlyOnce("a machine. 2026-01-31, 5 interleaved rounds of 3 s")
                .containsOnlyOnce("This table: a machine. 2026-02-01, 1 round of 3 s");
    }

    @Test
    void wrongUsageIsRefusedBeforeAnythingIsMeasured() {
        assertThat(report("--only", "saturate")).isEqualTo(2);
        assertThat(err.toString()).contains("--only takes saturated, rate,").contains("was saturate");

        assertThat(report()).isEqualTo(2);
        assertThat(err.toString()).contains("--tools is missing");

        assertThat(report("--tools", directory.toString())).isEqualTo(2);
        assertThat(err.toString()).contains("must be a program that can be run");

        assertThat(report("--rounds", "0", "--no-measuring")).isEqualTo(2);
        assertThat(err.toString()).contains("--rounds must be 1 to 100, was 0");
        assertThat(directory.resolve("out.md")).doesNotExist();
    }
}
