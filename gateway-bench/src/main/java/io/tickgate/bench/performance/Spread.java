package io.tickgate.bench.performance;

import java.util.List;

/** What several rounds of one measurement came to. */
record Spread(double median, double min, double max, int count) {

    /** @param values at least one; of an even number the lower of the two in the middle counts, which was really measured */
    static Spread of(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        return new Spread(
                sorted.get((sorted.size() - 1) / 2), sorted.get(0), sorted.get(sorted.size() - 1), sorted.size());
    }
}
