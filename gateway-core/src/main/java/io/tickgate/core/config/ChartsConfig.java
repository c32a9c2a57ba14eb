package io.tickgate.core.config;

import java.util.List;

/**
 * How many points of charts are kept.
 *
 * @param maxPoints of each symbol and data type
 * @param maxSeries data types of each symbol
 * @param bytesTotal 0 follows {@code limits.memory}
 */
public record ChartsConfig(int maxSymbols, int maxSeries, int maxPoints, long bytesTotal) {
    static final Setting<Integer> MAX_SYMBOLS = Setting.integer(
            "charts.max-symbols",
            1,
            1_000_000,
            500,
            "Symbols whose points are kept; one more is refused until another is removed.");
    static final Setting<Integer> MAX_SERIES =
            Setting.integer("charts.max-series", 1, 10_000, 64, "Data types of one symbol.");
    static final Setting<Integer> MAX_POINTS = Setting.integer(
            "charts.max-points",
            1,
            1_000_000,
            5_000,
            "Points kept for each symbol and data type; beyond it the oldest go. A point takes 20 bytes, and more "
                    + "where its additional_data is its own.");
    static final Setting<Long> BYTES_TOTAL = Setting.size(
            "charts.bytes-total",
            "1MiB",
            "64GiB",
            "auto",
            "Points of all charts together, in the heap; auto is a third of it. Beyond it new points are refused.");

    static final List<Setting<?>> ALL = List.of(MAX_SYMBOLS, MAX_SERIES, MAX_POINTS, BYTES_TOTAL);

    public static final ChartsConfig DEFAULT = of(ConfigValues.NONE);

    public ChartsConfig {
        MAX_SYMBOLS.check(maxSymbols);
        MAX_SERIES.check(maxSeries);
        MAX_POINTS.check(maxPoints);
        BYTES_TOTAL.check(bytesTotal);
    }

    static ChartsConfig of(ConfigValues values) {
        return new ChartsConfig(
                values.get(MAX_SYMBOLS), values.get(MAX_SERIES), values.get(MAX_POINTS), values.get(BYTES_TOTAL));
    }
}
