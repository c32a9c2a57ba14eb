package io.tickgate.core.metrics;

import org.HdrHistogram.AbstractHistogram;

/**
 * How long one stage took for the publications of one family lately, in microseconds, to within a hundredth.
 *
 * @param family the base
 * @param count measurements: of {@code WRITTEN} and {@code TOTAL} one for each loop that had subscribers
 */
public record StageSummary(String family, Stage stage, long count, long p50, long p99, long p999, long max) {
    static StageSummary of(String family, Stage stage, AbstractHistogram times) {
        return new StageSummary(
                family,
                stage,
                times.getTotalCount(),
                times.getValueAtPercentile(50),
                times.getValueAtPercentile(99),
                times.getValueAtPercentile(99.9),
                times.getMaxValue());
    }
}
