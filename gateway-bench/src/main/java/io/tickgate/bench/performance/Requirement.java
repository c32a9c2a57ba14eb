package io.tickgate.bench.performance;

import io.tickgate.bench.markup.Show;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * What a figure must reach.
 *
 * @param bound at most, or at least where more is better: a factor when {@code beside} is given, else the figure itself
 * @param beside whose figure the factor is of, in the same row or in the row named by {@code besideRow}
 * @param besideRow null for the same row
 */
record Requirement(
        Metric metric,
        double bound,
        @Nullable Contestant beside,
        @Nullable String besideRow) {

    static Requirement absolute(Metric metric, double bound) {
        return new Requirement(metric, bound, null, null);
    }

    static Requirement beside(Contestant contestant, Metric metric, double factor) {
        return new Requirement(metric, factor, contestant, null);
    }

    static Requirement besideRow(String row, Contestant contestant, Metric metric, double factor) {
        return new Requirement(metric, factor, contestant, row);
    }

    boolean isMet(double figure) {
        return metric.isLessBetter() ? figure <= bound : figure >= bound;
    }

    /**
     * @param figure measured: a ratio when there is a {@code beside}; empty when it, or what it is of, was not measured
     * @param besideWork what the other row does; not read when it is the same row
     */
    String text(OptionalDouble figure, String besideWork) {
        String wanted = metric.label() + (metric.isLessBetter() ? " ≤ " : " ≥ ") + Show.digits(bound);
        if (besideRow != null) {
            wanted += " × " + besideWork;
        } else if (beside != null) {
            wanted += " × " + (beside.isFloor() ? "floor" : beside.label());
        }
        if (figure.isEmpty()) {
            return wanted + ": not measured";
        }
        double value = figure.getAsDouble();
        return wanted + ": " + (isMet(value) ? "met" : "**not met**") + " (" + Show.digits(value) + ")";
    }
}
