package io.tickgate.core.sim;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.junit.jupiter.api.Test;

/** As {@link SimulationTest}, of gateways that share their topics. */
class ClusterSimulationTest {
    @Property(seed = "1", tries = 200, shrinking = ShrinkingMode.OFF, edgeCases = EdgeCasesMode.NONE)
    void everyClientGetsTheSameOrderAtWhicheverGatewayAndHearsOfEveryLoss(@ForAll long seed) {
        new ClusterRun(seed, false).run();
    }

    @Property(seed = "2", tries = 200, shrinking = ShrinkingMode.OFF, edgeCases = EdgeCasesMode.NONE)
    void whatGoesOnLocallyIsToldByAnotherEpoch(@ForAll long seed) {
        new ClusterRun(seed, true).run();
    }

    @Test
    void theRunsReachWhatTheyAreAbout() {
        ClusterRun.Seen seen = new ClusterRun.Seen();
        for (long seed = 0; seed < 40; seed++) {
            seen.add(new ClusterRun(seed, seed % 2 == 0).run());
        }

        assertThat(seen.lost).isPositive();
        assertThat(seen.epochChanges).isPositive();
        assertThat(seen.recovered).isPositive();
        assertThat(seen.publications).isGreaterThan(1_000);
        assertThat(seen.duplicates).isGreaterThan(100);
    }
}
