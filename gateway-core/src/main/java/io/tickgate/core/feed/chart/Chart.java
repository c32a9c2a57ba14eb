package io.tickgate.core.feed.chart;

import io.tickgate.protocol.message.ChartPoint;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One symbol's points, by data type.
 *
 * <p><b>Owner:</b> the home shard. <b>Bound:</b> {@code charts.max-series}, each of {@code charts.max-points}.
 */
final class Chart {
    /** This object, its two maps' tables, its name and its place in the book. */
    private static final int OBJECT_BYTES = 512;

    private final int pointsMax;
    private final Map<String, PointSeries> series = new LinkedHashMap<>();

    Chart(int pointsMax) {
        this.pointsMax = pointsMax;
    }

    /** In the order in which the data types first came. */
    Map<String, PointSeries> series() {
        return series;
    }

    int pointCount() {
        return series.values().stream().mapToInt(PointSeries::size).sum();
    }

    /** The time of the newest point of a data type, minus infinity when there is none. */
    double newestTime(String dataType) {
        PointSeries known = series.get(dataType);
        return known == null ? Double.NEGATIVE_INFINITY : known.newestTime();
    }

    /** How many series there would be. */
    int seriesCountWith(List<ChartPoint> points) {
        return series.size()
                + (int) points.stream()
                        .map(ChartPoint::dataType)
                        .filter(type -> !series.containsKey(type))
                        .distinct()
                        .count();
    }

    long bytes() {
        return OBJECT_BYTES
                + series.values().stream().mapToLong(PointSeries::bytes).sum();
    }

    /** What {@code points} would add at most: those that replace, share or are too old cost less. */
    long bytesToAdd(List<ChartPoint> points) {
        Map<String, Integer> counts = new HashMap<>();
        long bytes = 0;
        for (ChartPoint point : points) {
            counts.merge(point.dataType(), 1, Integer::sum);
            bytes += PointDetail.costOf(point);
        }
        for (Map.Entry<String, Integer> entry : counts.entrySet()) {
            PointSeries known = series.get(entry.getKey());
            int count = entry.getValue();
            bytes += known == null ? PointSeries.bytesOfNew(count, pointsMax) : known.bytesToAdd(count);
        }
        return bytes;
    }

    /**
     * What {@code points} would add at most once what they replace, share or push out is set off; dearer to find out.
     *
     * @param points in ascending time
     * @return negative when memory is freed
     */
    long netBytesToAdd(List<ChartPoint> points) {
        Map<String, List<ChartPoint>> byType = new HashMap<>();
        for (ChartPoint point : points) {
            byType.computeIfAbsent(point.dataType(), type -> new ArrayList<>()).add(point);
        }
        long bytes = 0;
        for (Map.Entry<String, List<ChartPoint>> entry : byType.entrySet()) {
            PointSeries known = series.get(entry.getKey());
            bytes += known == null ? bytesToAdd(entry.getValue()) : PointForecast.bytesToAdd(known, entry.getValue());
        }
        return bytes;
    }

    void put(List<ChartPoint> points) {
        for (ChartPoint point : points) {
            series.computeIfAbsent(point.dataType(), type -> new PointSeries(pointsMax))
                    .put(point);
        }
    }
}
