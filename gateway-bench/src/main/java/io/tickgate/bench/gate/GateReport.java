package io.tickgate.bench.gate;

import java.io.PrintWriter;
import java.util.Map;

/** Measured beside recorded values, one line each. */
final class GateReport {
    private static final String ROW = "%-60s %10s %10s %10s  %s%n";

    private final Map<Measure, Double> recorded;
    private final Map<Measure, Double> measured;

    /** @param measured without those that could not be counted */
    GateReport(Map<Measure, Double> recorded, Map<Measure, Double> measured) {
        this.recorded = recorded;
        this.measured = measured;
    }

    boolean isGood() {
        for (Measure measure : recorded.keySet()) {
            if (verdict(measure) == Verdict.WORSE) {
                return false;
            }
        }
        return true;
    }

    private Verdict verdict(Measure measure) {
        return Verdict.of(measure, recorded.getOrDefault(measure, 0.0), measured.get(measure));
    }

    void print(PrintWriter out) {
        out.printf(ROW, "", "measured", "recorded", "allowed", "");
        for (Map.Entry<Measure, Double> entry : recorded.entrySet()) {
            Measure measure = entry.getKey();
            Double value = measured.get(measure);
            out.printf(
                    ROW,
                    measure.meaning(),
                    value == null ? "-" : GateFile.number(value),
                    GateFile.number(entry.getValue()),
                    GateFile.number(measure.allowed(entry.getValue())),
                    verdict(measure));
        }
        out.flush();
    }
}
