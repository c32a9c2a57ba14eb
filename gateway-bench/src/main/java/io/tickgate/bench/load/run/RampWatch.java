package io.tickgate.bench.load.run;

import io.tickgate.bench.load.result.Latency;
import io.tickgate.bench.load.result.RampStep;
import io.tickgate.bench.load.scenario.Phase;
import io.tickgate.bench.load.scenario.RampSpec;
import java.util.ArrayList;
import java.util.List;

/**
 * Judges each rate of a ramp when its time is over.
 *
 * <p><b>Owner:</b> the loop.
 */
final class RampWatch {
    private final RampSpec spec;
    private final Recorder recorder;
    private final List<RampStep> steps = new ArrayList<>();
    private long lostBefore;

    RampWatch(RampSpec spec, Recorder recorder) {
        this.spec = spec;
        this.recorder = recorder;
    }

    /**
     * What is measured begins: what was lost before is charged to no step.
     *
     * @param lost in all so far
     */
    void startMeasuring(long lost) {
        lostBefore = lost;
    }

    /**
     * A step is over.
     *
     * @param due publications that were due in it; one that has not left by now was not taken by the server in time
     * @param lost in all so far
     * @param outstanding of what was sent, not there yet: more than the promise's time brings means that it cannot be kept
     */
    void onStepEnd(int index, Phase phase, long due, long lost, long outstanding) {
        Latency latency = recorder.latencyOf(index);
        double perSecond = latency.count() / (phase.duration().toNanos() / 1e9);
        long p99 = latency.at(99);
        long lostHere = lost - lostBefore;
        lostBefore = lost;
        // What is outstanding has been due for less than the promise, or it is late already.
        boolean isBehind = outstanding > perSecond * spec.promise().toNanos() / 1e9 + latency.count() / 100.0;
        boolean isTaken = recorder.publishedOf(index) >= due;
        boolean isKept =
                latency.count() > 0 && p99 <= spec.promise().toNanos() / 1_000 && lostHere == 0 && isTaken && !isBehind;
        steps.add(new RampStep(phase.rate(), perSecond, latency.at(50), p99, lostHere, isKept));
    }

    boolean isBroken() {
        return !steps.isEmpty() && !steps.get(steps.size() - 1).isKept();
    }

    List<RampStep> steps() {
        return steps;
    }
}
