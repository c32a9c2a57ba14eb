package io.tickgate.bench.gate;

import org.jspecify.annotations.Nullable;

/** What a measured value means beside the recorded one. */
enum Verdict {
    OK("ok"),
    /** Worth recording, or the next regression hides behind it. */
    BETTER("better: record it"),
    WORSE("WORSE"),
    NOT_COUNTED("NOT COUNTED");

    private final String text;

    Verdict(String text) {
        this.text = text;
    }

    /** @param measured null when it could not be counted */
    static Verdict of(Measure measure, double recorded, @Nullable Double measured) {
        if (measured == null) {
            return NOT_COUNTED;
        }
        // Values are recorded with three decimals.
        double rounding = 0.0005;
        if (measured > measure.allowed(recorded) + rounding) {
            return WORSE;
        }
        return measured < recorded - measure.slack() - rounding ? BETTER : OK;
    }

    @Override
    public String toString() {
        return text;
    }
}
