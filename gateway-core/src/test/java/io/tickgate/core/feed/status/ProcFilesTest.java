package io.tickgate.core.feed.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickgate.core.time.SystemClock;
import org.junit.jupiter.api.Test;

class ProcFilesTest {
    @Test
    void theFirstFigureComparesWithTheStartOfTheProcess() {
        ProcFiles load = new ProcFiles(new SystemClock());

        double percent = load.cpuPercent();

        // Starting Java and the tests took some of it; the instant since the constructor took none worth a tenth.
        assertThat(percent).isGreaterThan(0).isLessThanOrEqualTo(100);
    }

    @Test
    void aProcessTakesMemory() {
        assertThat(new ProcFiles(new SystemClock()).memoryMebibytes()).isGreaterThan(10);
    }
}
