package io.tickgate.bench.performance;

import static io.tickgate.bench.performance.Contestant.FLOOR_BATCH;
import static io.tickgate.bench.performance.Contestant.GATEWAY;
import static io.tickgate.bench.performance.Contestant.GATEWAY_URING;
import static io.tickgate.bench.performance.Contestant.UWS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tickgate.bench.json.JsonFault;
import io.tickgate.bench.json.JsonObject;
import io.tickgate.bench.performance.Row.Entry;
import io.tickgate.bench.performance.Row.Group;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultTableTest {
    private static final Measurement NEVER_TAKEN = (laboratory, who) -> "";
    private static final Row ROW = Row.of(
            "saturated-1000-256",
            "1000 subscribers",
            FLOOR_BATCH,
            Entry.of(FLOOR_BATCH, NEVER_TAKEN),
            Entry.of(
                    GATEWAY,
                    NEVER_TAKEN,
                    Requirement.beside(FLOOR_BATCH, Metric.CPU, 1.1),
                    Requirement.beside(FLOOR_BATCH, Metric.DELIVERIES, 0.9),
                    Requirement.beside(UWS, Metric.CPU, 1)),
            Entry.of(GATEWAY_URING, NEVER_TAKEN),
            Entry.of(UWS, NEVER_TAKEN));
    private static final Row OTHER = Row.of(
            "family",
            "a family",
            null,
            Entry.of(GATEWAY, NEVER_TAKEN, Requirement.besideRow("saturated-1000-256", GATEWAY, Metric.CPU, 1.15)));

    @TempDir
    private Path directory;

    private RawResults results = new RawResults(Path.of(""));

    @BeforeEach
    void threeRounds() throws IOException {
        results = new RawResults(directory);
        double[] floor = {0.210, 0.190, 0.200};
        double[] gateway = {0.250, 0.180, 0.230};
        for (int round = 1; round <= 3; round++) {
            Recorded.round(results, ROW, FLOOR_BATCH, round, floor[round - 1], 4_000_000);
            Recorded.round(results, ROW, GATEWAY, round, gateway[round - 1], 3_800_000);
        }
    }

    private List<String> lines(Row... rows) throws IOException {
        Group group = new Group("saturated", List.of(Metric.CPU, Metric.DELIVERIES), false, List.of(rows));
        return new ResultTable(group, results).markdown().lines().toList();
    }

    @Test
    void theMedianStandsWithItsSpreadAndItsRatioToTheFloor() throws IOException {
        assertThat(lines(ROW).get(2))
                .isEqualTo("| 1000 subscribers | floor, one send a turn | 0.200 (0.190–0.210) | 1 |"
                        + " 4 M (4 M–4 M) | 1 | OK ×3 |  |");
        assertThat(lines(ROW).get(3))
                .startsWith("|  | gateway | 0.230 (0.180–0.250) | 1.15 | 3.80 M (3.80 M–3.80 M) | 0.950 |");
    }

    @Test
    void whatMustBeReachedIsCheckedOrSaidNotToBeMeasured() throws IOException {
        assertThat(lines(ROW).get(3))
                .endsWith("| µs per delivery ≤ 1.10 × floor: **not met** (1.15);"
                        + " deliveries/s ≥ 0.900 × floor: met (0.950);"
                        + " µs per delivery ≤ 1 × uWebSockets: not measured |");
    }

    @Test
    void aRequirementMayCompareWithAnotherRow() throws IOException {
        Recorded.round(results, OTHER, GATEWAY, 1, 0.2530, 3_800_000);

        assertThat(lines(ROW, OTHER).get(6)).endsWith("| µs per delivery ≤ 1.15 × 1000 subscribers: met (1.10) |");
    }

    @Test
    void whatWasNotMeasuredOrSkippedIsSaid() throws IOException {
        Files.writeString(results.file(ROW, GATEWAY_URING, 1), "{\"skipped\":\"the kernel forbids it\"}");

        assertThat(lines(ROW).get(4)).contains("| – | – | – | – | skipped: the kernel forbids it |");
        assertThat(lines(ROW).get(5)).contains("| – | – | – | – | not measured |");
    }

    @Test
    void aRoundThatWentWrongIsCountedAndItsFiguresAreNot() throws IOException {
        Files.writeString(
                results.file(ROW, GATEWAY, 2),
                Recorded.pushload()
                        .replace("\"verdict\":\"OK\",\"why\":\"\"", "\"verdict\":\"FAIL\",\"why\":\"loss\""));

        assertThat(lines(ROW).get(3)).contains("| OK ×2, FAIL (loss) ×1 |").contains("| 0.230 (0.230–0.250) | 1.15 |");
    }

    @Test
    void everyFigureOfThePlanIsInWhatTheLoadGeneratorPrints() throws IOException {
        JsonObject raw =
                JsonObject.parse("{\"growth_mib\":1.5,\"accepted_ms\":350,\"ready_ms\":700,\"largest_loop_share\":0.52,"
                        + "\"pushload\":" + Recorded.pushload() + "}");

        assertThat(Plan.groups())
                .flatExtracting(Group::metrics)
                .allSatisfy(
                        metric -> assertThat(metric.of(raw)).as(metric.label()).isPresent());
        assertThat(Metric.GROWTH.of(raw)).hasValue(1.5);
    }

    @Test
    void ofAnEvenNumberTheLowerMiddleCounts() {
        assertThat(Spread.of(List.of(4.0, 1.0, 3.0, 2.0))).isEqualTo(new Spread(2, 1, 4, 4));
    }

    @Test
    void namesOfRowsAreUniqueSinceTheyNameFiles() {
        assertThat(Plan.groups())
                .flatExtracting(Group::rows)
                .extracting(Row::id)
                .doesNotHaveDuplicates();
    }

    @Test
    void proseStaysAsItIsAndPartsComeInTheirPlaces() throws IOException {
        Files.writeString(directory.resolve("20-second.md"), "## Second\n\nby hand | {{saturated}} within a line\n");
        Files.writeString(directory.resolve("10-first.md"), "# First\n\n{{saturated}}\n\nbetween\n");
        Files.writeString(directory.resolve("saturated.txt"), "no prose");

        assertThat(new Document(Map.of("saturated", "| a table |\n")).of(directory))
                .isEqualTo("# First\n\n| a table |\n\nbetween\n\n## Second\n\nby hand | {{saturated}} within a line\n");
    }

    @Test
    void aPlaceWithoutAPartIsRefusedWithFileAndLine() throws IOException {
        Files.writeString(directory.resolve("10-first.md"), "# First\n\n{{saturate}}\n");

        assertThatThrownBy(() -> new Document(Map.of("saturated", "")).of(directory))
                .isInstanceOf(JsonFault.class)
                .hasMessageContaining("10-first.md:3: no part is called saturate; there are saturated");
    }
}
