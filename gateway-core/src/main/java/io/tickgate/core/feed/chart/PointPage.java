package io.tickgate.core.feed.chart;

import io.tickgate.protocol.message.OpaqueList;
import org.jspecify.annotations.Nullable;

/**
 * Some points of a chart.
 *
 * @param points as JSON, in ascending time
 * @param more whether there are others that were asked for: older ones where the newest were wanted
 * @param next where the page after this one begins, as {@link PointCursor#parse} reads it; null when this is the last one,
 *     and where the newest points were wanted
 */
public record PointPage(
        OpaqueList points, boolean more, @Nullable String next) {}
