package io.tickgate.bench.plot;

import java.util.ArrayList;
import java.util.List;

/**
 * What one colour shows. Where a value is missing ({@link Double#NaN}) the line is broken.
 *
 * @param name as the legend says it
 * @param points in rising order of {@code x}
 */
public record Line(String name, List<Point> points) {
    /** More than a screen has columns; of longer lines every group of neighbours shows its lowest and its highest. */
    private static final int POINTS_MAX = 1200;

    public Line {
        points = points.size() <= POINTS_MAX ? List.copyOf(points) : thinned(points);
    }

    private static List<Point> thinned(List<Point> points) {
        List<Point> kept = new ArrayList<>(POINTS_MAX);
        int group = (2 * points.size() + POINTS_MAX - 1) / POINTS_MAX;
        for (int from = 0; from < points.size(); from += group) {
            Point low = points.get(from);
            Point high = low;
            for (Point point : points.subList(from, Math.min(from + group, points.size()))) {
                low = point.y() < low.y() ? point : low;
                high = point.y() > high.y() ? point : high;
            }
            kept.add(low.x() <= high.x() ? low : high);
            if (low.x() != high.x()) {
                kept.add(low.x() <= high.x() ? high : low);
            }
        }
        return List.copyOf(kept);
    }

    /** @param isMarked drawn with a cross, as something that went wrong */
    public record Point(double x, double y, boolean isMarked) {
        public Point(double x, double y) {
            this(x, y, false);
        }
    }
}
