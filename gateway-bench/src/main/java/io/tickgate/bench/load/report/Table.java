package io.tickgate.bench.load.report;

import io.tickgate.bench.load.result.RunResult;
import io.tickgate.bench.markup.Show;
import java.util.List;

/**
 * Details of a run in rows: the same in the text and on the page.
 *
 * @param heads one per column; the first column is words, the others are mostly figures
 */
record Table(List<String> heads, List<List<String>> rows) {

    static Table ofPhases(RunResult run) {
        return new Table(
                List.of("phase", "publications/s", "seconds", "published", "delivered", "p50", "p99", "max"),
                run.phases().stream()
                        .map(phase -> List.of(
                                phase.name() + (phase.isWarmUp() ? " (not counted)" : ""),
                                phase.rate() == 0 ? "saturated" : Show.amount(phase.rate()),
                                Show.digits(phase.duration().toMillis() / 1e3),
                                Show.count(phase.published()),
                                Show.count(phase.delivered()),
                                Show.micros(phase.latency().at(50)),
                                Show.micros(phase.latency().at(99)),
                                Show.micros(phase.latency().max())))
                        .toList());
    }

    static Table ofRamp(RunResult run) {
        return new Table(
                List.of("publications/s", "deliveries/s", "p50", "p99", "missing", "promise"),
                run.ramp().stream()
                        .map(step -> List.of(
                                Show.amount(step.rate()),
                                Show.amount(step.deliveriesPerSecond()),
                                Show.micros(step.p50Micros()),
                                Show.micros(step.p99Micros()),
                                Show.count(step.missing()),
                                step.isKept() ? "kept" : "broken"))
                        .toList());
    }

    static Table ofExpectations(RunResult run) {
        return new Table(
                List.of("expectation", "measured", "outcome"),
                run.expectations().stream()
                        .map(expectation -> List.of(
                                expectation.text(), expectation.measured(), expectation.isMet() ? "met" : "NOT MET"))
                        .toList());
    }

    static Table ofSettings(RunResult run) {
        return new Table(
                List.of("setting", "value"),
                run.settings().entrySet().stream()
                        .map(setting -> List.of(setting.getKey(), setting.getValue()))
                        .toList());
    }

    /** Columns of even width, indented by two; words stand left, the rest right. Nothing when there are no rows. */
    String asText() {
        if (rows.isEmpty()) {
            return "";
        }
        StringBuilder out = new StringBuilder();
        int[] widths = new int[heads.size()];
        for (int i = 0; i < widths.length; i++) {
            int column = i;
            widths[i] = rows.stream()
                    .mapToInt(row -> row.get(column).length())
                    .reduce(heads.get(i).length(), Math::max);
        }
        append(out, widths, heads);
        rows.forEach(row -> append(out, widths, row));
        return out.toString();
    }

    private static void append(StringBuilder out, int[] widths, List<String> row) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            String pad = " ".repeat(widths[i] - row.get(i).length());
            line.append("  ").append(i == 0 ? row.get(i) + pad : pad + row.get(i));
        }
        out.append(line.toString().stripTrailing()).append('\n');
    }
}
