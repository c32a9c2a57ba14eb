package io.tickgate.core.feed.chart;

import org.jspecify.annotations.Nullable;

/**
 * Which points of a symbol are wanted.
 *
 * @param dataType null for all
 * @param limit most points; only whole times are given, and the first of them whatever its number of points
 * @param from the oldest points from there on, so that a reader can page; null for the newest points
 */
public record ChartQuery(
        @Nullable String dataType, int limit, @Nullable PointCursor from) {
    static ChartQuery newest(int limit) {
        return new ChartQuery(null, limit, null);
    }
}
