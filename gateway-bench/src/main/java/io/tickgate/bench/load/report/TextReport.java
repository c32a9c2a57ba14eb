package io.tickgate.bench.load.report;

import io.tickgate.bench.load.result.RunResult;
import java.util.Locale;

/** A result for the terminal: what was run, its figures, and the verdict as the last line. */
public final class TextReport {
    private TextReport() {}

    public static String of(RunResult run) {
        StringBuilder out = new StringBuilder();
        out.append(run.scenario())
                .append(": ")
                .append(run.target().label())
                .append(" at ")
                .append(run.target().address())
                .append('\n');
        Summary.of(run).forEach((name, value) -> out.append(String.format(Locale.ROOT, "  %-14s %s%n", name, value)));
        if (run.phases().size() > 1) {
            out.append(Table.ofPhases(run).asText());
        }
        out.append(Table.ofRamp(run).asText());
        out.append(Table.ofExpectations(run).asText());
        if (run.client().isBottleneck()) {
            out.append("  ").append(run.client().text()).append('\n');
        }
        return out.append(Words.forPeople(run.verdict().outcome()))
                .append(": ")
                .append(run.verdict().text())
                .append('\n')
                .toString();
    }
}
