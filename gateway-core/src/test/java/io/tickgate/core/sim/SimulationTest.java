package io.tickgate.core.sim;

import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

/** A failure names its seed; {@code new RandomRun(seed, …).run()} replays it exactly. */
class SimulationTest {
    @Property(tries = 3000, shrinking = ShrinkingMode.OFF, edgeCases = EdgeCasesMode.NONE)
    void everySessionGetsWhatItIsPromisedWhateverHappens(@ForAll long seed) {
        new RandomRun(seed, false, false).run();
    }

    @Property(tries = 3000, shrinking = ShrinkingMode.OFF, edgeCases = EdgeCasesMode.NONE)
    void loopsThatRunInTheMiddleOfEachOthersTasksBreakNoPromise(@ForAll long seed) {
        new RandomRun(seed, true, false).run();
    }

    @Property(tries = 3000, shrinking = ShrinkingMode.OFF, edgeCases = EdgeCasesMode.NONE)
    void topicsThatComeAndGoBreakNoPromise(@ForAll long seed) {
        new RandomRun(seed, true, true).run();
    }
}
