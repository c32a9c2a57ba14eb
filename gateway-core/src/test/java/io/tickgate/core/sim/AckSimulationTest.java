package io.tickgate.core.sim;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.junit.jupiter.api.Test;

/** A failure names its seed; {@code new AckRun(seed, …).run()} replays it exactly. */
class AckSimulationTest {
    @Property(tries = 250, shrinking = ShrinkingMode.OFF, edgeCases = EdgeCasesMode.NONE)
    void whatIsNotAcknowledgedComesAgainInItsTimeAndNothingElseDoes(@ForAll long seed) {
        new AckRun(seed, true, false).run();
    }

    @Property(tries = 250, shrinking = ShrinkingMode.OFF, edgeCases = EdgeCasesMode.NONE)
    void slowSocketsAndLoopsThatPreemptEachOtherBreakNoPromise(@ForAll long seed) {
        new AckRun(seed, false, true).run();
    }

    @Test
    void theRunsReachWhatTheyAreAbout() {
        int resent = 0;
        for (long seed = 0; seed < 20; seed++) {
            resent += new AckRun(seed, true, false).run();
        }

        assertThat(resent).isGreaterThan(100);
    }
}
