package io.tickgate.core.sim;

import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

/** The same lives every time; {@code new ConflationRun(seed, …).run()} replays one exactly. */
class ConflationSimulationTest {
    @Property(seed = "11", shrinking = ShrinkingMode.OFF, edgeCases = EdgeCasesMode.NONE)
    void everybodyHoldsTheNewestInTheEnd(@ForAll long seed) {
        new ConflationRun(seed, false).run();
    }

    @Property(seed = "12", shrinking = ShrinkingMode.OFF, edgeCases = EdgeCasesMode.NONE)
    void alsoWhereLoopsRunInTheMiddleOfEachOthersTasks(@ForAll long seed) {
        new ConflationRun(seed, true).run();
    }
}
