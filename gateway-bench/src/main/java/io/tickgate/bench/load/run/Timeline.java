package io.tickgate.bench.load.run;

import io.tickgate.bench.load.scenario.Phase;
import java.util.List;

/** Which phase a time belongs to, in nanoseconds since the first one began. */
final class Timeline {
    private final List<Phase> phases;
    private final long[] startNanos;
    private int last;

    Timeline(List<Phase> phases) {
        this.phases = phases;
        startNanos = new long[phases.size() + 1];
        for (int i = 0; i < phases.size(); i++) {
            startNanos[i + 1] = startNanos[i] + phases.get(i).duration().toNanos();
        }
    }

    /** The phase at a time, the last one behind the end. Cheap where it is asked for the same phase as before. */
    int phaseAt(long nanos) {
        if (nanos >= startNanos[last] && nanos < startNanos[last + 1]) {
            return last;
        }
        int phase = 0;
        while (phase < phases.size() - 1 && nanos >= startNanos[phase + 1]) {
            phase++;
        }
        last = phase;
        return phase;
    }

    long startNanos(int phase) {
        return startNanos[phase];
    }

    long endNanos() {
        return startNanos[phases.size()];
    }

    /** When what is measured begins. */
    long measuredFromNanos() {
        return phases.get(0).isWarmUp() ? startNanos[1] : 0;
    }

    List<Phase> phases() {
        return phases;
    }
}
