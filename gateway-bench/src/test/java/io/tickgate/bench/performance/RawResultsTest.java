package io.tickgate.bench.performance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tickgate.bench.json.JsonFault;
import io.tickgate.bench.performance.Row.Group;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RawResultsTest {
    private static final Group RATE = new Group("rate", List.of(), false, List.of());
    private static final Group SOAK = new Group("soak", List.of(), true, List.of());
    private static final RunFacts FIVE_ROUNDS = new RunFacts("a machine", "2026-01-31", 5, 3, 25, 131);
    private static final RunFacts ONE_LATER = new RunFacts("a machine", "2026-02-01", 1, 3, 25, 131);

    @TempDir
    private Path directory;

    private RawResults results = new RawResults(Path.of(""));

    @BeforeEach
    void twoGroupsWereMeasured() throws IOException {
        results = new RawResults(directory);
        results.note(List.of(RATE, SOAK), FIVE_ROUNDS, false);
    }

    @Test
    void measuringOneGroupChangesWhatIsSaidOfThatOneOnly() throws IOException {
        results.note(List.of(SOAK), ONE_LATER, false);

        assertThat(RunFacts.read(results.runFile(RATE))).hasValue(FIVE_ROUNDS);
        assertThat(RunFacts.read(results.runFile(SOAK))).hasValue(ONE_LATER);
    }

    @Test
    void whoGoesOnKeepsTheDateAndMayAddRounds() throws IOException {
        results.note(List.of(RATE), ONE_LATER, true);
        results.note(List.of(SOAK), new RunFacts("a machine", "2026-02-01", 7, 3, 25, 131), true);

        assertThat(RunFacts.read(results.runFile(RATE))).hasValue(FIVE_ROUNDS);
        assertThat(RunFacts.read(results.runFile(SOAK)))
                .hasValue(new RunFacts("a machine", "2026-01-31", 7, 3, 25, 131));
    }

    @Test
    void whoGoesOnOtherwiseIsRefusedAndNothingIsKept() throws IOException {
        RunFacts longer = new RunFacts("a machine", "2026-02-01", 1, 10, 25, 131);
        results.note(List.of(SOAK), longer, false);

        assertThatThrownBy(() -> results.note(List.of(SOAK, RATE), longer, true))
                .isInstanceOf(JsonFault.class)
                .hasMessageContaining("--resume needs")
                .hasMessageContaining("rate was begun with: a machine. 2026-01-31, 5 interleaved rounds of 3 s");
        assertThat(RunFacts.read(results.runFile(SOAK))).hasValue(longer);
        assertThat(RunFacts.read(results.runFile(RATE))).hasValue(FIVE_ROUNDS);
    }
}
