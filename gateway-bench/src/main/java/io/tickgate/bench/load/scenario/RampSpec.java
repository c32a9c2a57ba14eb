package io.tickgate.bench.load.scenario;

import io.tickgate.core.config.Setting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The search for the highest rate that keeps a promise: rates are tried one after the other until one breaks it.
 *
 * @param to the last rate that is tried; 0 when nothing is sought
 * @param hold how long each is held
 * @param promise what the 99th percentile of a step may be; below {@code hold}, so that a step is judged before the next is over
 */
public record RampSpec(int from, int to, int step, Duration hold, Duration promise) {
    static final String SECTION = "ramp";
    private static final int STEPS_MAX = 1_000;

    static final Setting<Integer> FROM =
            Setting.integer("ramp.from", 1, 5_000_000, 1000, "The first rate, in publications per second.");
    static final Setting<Integer> TO = Setting.integer("ramp.to", 0, 5_000_000, 0, "The last rate; 0 seeks nothing.");
    static final Setting<Integer> STEP =
            Setting.integer("ramp.step", 1, 5_000_000, 1000, "What one rate is above the one before.");
    static final Setting<Duration> HOLD =
            Setting.duration("ramp.hold", "500ms", "1h", "10s", "How long each rate is held.");
    static final Setting<Duration> PROMISE =
            Setting.duration("ramp.promise", "1ms", "1m", "50ms", "What the 99th percentile may be.");

    static final List<Setting<?>> ALL = List.of(FROM, TO, STEP, HOLD, PROMISE);

    static RampSpec of(ScenarioValues values) {
        RampSpec ramp =
                new RampSpec(values.get(FROM), values.get(TO), values.get(STEP), values.get(HOLD), values.get(PROMISE));
        values.require(
                ramp.isWanted() || !values.isSaidBelow(SECTION + "."),
                TO.key(),
                "must be said where there is a ramp, at least ramp.from");
        if (ramp.isWanted()) {
            values.require(ramp.to >= ramp.from, TO.key(), "must be at least ramp.from, which is " + ramp.from);
            values.require(
                    ramp.promise.compareTo(ramp.hold) < 0,
                    PROMISE.key(),
                    "must be below ramp.hold, which is " + ramp.hold.toMillis() + " ms");
            values.require(
                    (ramp.to - ramp.from) / ramp.step < STEPS_MAX,
                    STEP.key(),
                    "makes more than " + STEPS_MAX + " steps of it");
        }
        return ramp;
    }

    /** Whether there is anything to seek. */
    public boolean isWanted() {
        return to > 0;
    }

    /** How many rates there are to try. */
    public int stepCount() {
        return (to - from) / step + 1;
    }

    List<Phase> phases() {
        List<Phase> phases = new ArrayList<>();
        for (long rate = from; rate <= to && phases.size() < STEPS_MAX; rate += step) {
            phases.add(new Phase(rate + "/s", (int) rate, hold, false));
        }
        return phases;
    }
}
