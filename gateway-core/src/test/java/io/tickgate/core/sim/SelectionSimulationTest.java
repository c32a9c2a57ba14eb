package io.tickgate.core.sim;

import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

/** The same lives every time; {@code new SelectionRun(seed, …).run()} replays one exactly. */
class SelectionSimulationTest {
    @Property(seed = "21", shrinking = ShrinkingMode.OFF, edgeCases = EdgeCasesMode.NONE)
    void everybodyGetsExactlyWhatItsFilterWants(@ForAll long seed) {
        new SelectionRun(seed, false).run();
    }

    @Property(seed = "22", shrinking = ShrinkingMode.OFF, edgeCases = EdgeCasesMode.NONE)
    void alsoWhereLoopsRunInTheMiddleOfEachOthersTasks(@ForAll long seed) {
        new SelectionRun(seed, true).run();
    }
}
