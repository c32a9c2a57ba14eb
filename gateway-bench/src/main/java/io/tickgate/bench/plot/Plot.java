package io.tickgate.bench.plot;

import io.tickgate.bench.markup.Markup;
import io.tickgate.bench.plot.Line.Point;
import io.tickgate.bench.plot.Scale.Range;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * Lines over two axes.
 *
 * @param id unique within the page
 * @param title what is shown
 * @param description the same in words and figures, for whoever does not see it
 * @param lines those without a point are left out
 */
public record Plot(String id, String title, String description, Axis x, Axis y, List<Line> lines) {
    /** Small, so that the text of 13 is still read when a phone shows the picture at three quarters of its size. */
    private static final int WIDTH = 440;

    private static final int LEFT = 76;
    private static final int RIGHT = 16;
    private static final int HEIGHT = 200;
    private static final int BELOW = 44;
    private static final int LEGEND_ROW = 18;
    private static final int CHARACTER = 8;
    /** As many as there are colours. */
    private static final int COLOURS = 8;

    public Plot {
        lines = lines.stream().filter(line -> !line.points().isEmpty()).toList();
    }

    /** Adds the picture. */
    public void writeTo(Markup markup) {
        int top = LEGEND_ROW * legendRows() + 10;
        int bottom = top + HEIGHT;
        Range xs = rangeOf(x, Point::x);
        Range ys = rangeOf(y, Point::y);
        markup.open(
                "svg",
                "xmlns",
                "http://www.w3.org/2000/svg",
                "class",
                "plot",
                "viewBox",
                "0 0 " + WIDTH + " " + (bottom + BELOW),
                "role",
                "img",
                "aria-labelledby",
                id + "-t " + id + "-d");
        markup.element("title", title, "id", id + "-t").element("desc", description, "id", id + "-d");
        legend(markup);
        yTicks(markup, ys, top);
        xTicks(markup, xs, bottom);
        for (int i = 0; i < lines.size(); i++) {
            line(markup, i, xs, ys, top);
        }
        markup.close().line();
    }

    private Range rangeOf(Axis axis, ToDoubleFunction<Point> value) {
        double[] values = lines.stream()
                .flatMap(line -> line.points().stream())
                .mapToDouble(value)
                .filter(Double::isFinite)
                .sorted()
                .toArray();
        return values.length == 0
                ? axis.scale().around(1, 1)
                : axis.scale().around(values[0], values[values.length - 1]);
    }

    private int legendRows() {
        int rows = 1;
        int right = LEFT;
        for (Line line : lines) {
            if (right > LEFT && right + entryWidth(line) > WIDTH) {
                rows++;
                right = LEFT;
            }
            right += entryWidth(line);
        }
        return rows;
    }

    private static int entryWidth(Line line) {
        return 34 + line.name().length() * CHARACTER;
    }

    private void legend(Markup markup) {
        int row = 0;
        int left = LEFT;
        for (int i = 0; i < lines.size(); i++) {
            Line line = lines.get(i);
            if (left > LEFT && left + entryWidth(line) > WIDTH) {
                row++;
                left = LEFT;
            }
            int middle = 12 + row * LEGEND_ROW;
            markup.empty("path", "class", "line " + colour(i), "d", "M" + left + " " + middle + "h20");
            markup.element("text", line.name(), "x", "" + (left + 25), "y", "" + (middle + 4));
            left += entryWidth(line);
        }
    }

    private static String colour(int line) {
        return "c" + line % COLOURS;
    }

    private void yTicks(Markup markup, Range ys, int top) {
        for (double tick : y.scale().ticks(ys)) {
            String at = number(top + HEIGHT * (1 - y.scale().at(tick, ys)));
            markup.empty("path", "class", "grid", "d", "M" + LEFT + " " + at + "H" + (WIDTH - RIGHT));
            markup.element(
                    "text",
                    y.tick().apply(tick),
                    "class",
                    "tick",
                    "x",
                    "" + (LEFT - 6),
                    "y",
                    at,
                    "dy",
                    "4",
                    "text-anchor",
                    "end");
        }
        markup.element(
                "text",
                y.label(),
                "transform",
                "translate(13 " + (top + HEIGHT / 2) + ") rotate(-90)",
                "text-anchor",
                "middle");
    }

    private void xTicks(Markup markup, Range xs, int bottom) {
        double free = 0;
        for (double tick : x.scale().ticks(xs)) {
            double at = LEFT + x.scale().at(tick, xs) * (WIDTH - LEFT - RIGHT);
            String text = x.tick().apply(tick);
            double half = text.length() * CHARACTER / 2.0;
            markup.empty("path", "class", "grid", "d", "M" + number(at) + " " + bottom + "v4");
            // A label that would run into its neighbour is left out; its tick stays.
            if (at - half >= free) {
                double middle = Math.min(at, WIDTH - half - 1);
                markup.element(
                        "text",
                        text,
                        "class",
                        "tick",
                        "x",
                        number(middle),
                        "y",
                        "" + (bottom + 17),
                        "text-anchor",
                        "middle");
                free = middle + half + CHARACTER;
            }
        }
        markup.element(
                "text",
                x.label(),
                "x",
                "" + (LEFT + (WIDTH - LEFT - RIGHT) / 2),
                "y",
                "" + (bottom + 36),
                "text-anchor",
                "middle");
    }

    private void line(Markup markup, int index, Range xs, Range ys, int top) {
        StringBuilder path = new StringBuilder();
        StringBuilder marks = new StringBuilder();
        boolean isDrawing = false;
        for (Point point : lines.get(index).points()) {
            if (Double.isNaN(point.y())) {
                isDrawing = false;
                continue;
            }
            double atX = LEFT + x.scale().at(point.x(), xs) * (WIDTH - LEFT - RIGHT);
            double atY = top + HEIGHT * (1 - y.scale().at(point.y(), ys));
            // A point with gaps around it is seen as a dot, by the round ends of a line of no length.
            path.append(isDrawing ? "L" : "M").append(number(atX)).append(' ').append(number(atY));
            path.append(isDrawing ? "" : "h0");
            isDrawing = true;
            if (point.isMarked()) {
                marks.append("M")
                        .append(number(atX - 4))
                        .append(' ')
                        .append(number(atY - 4))
                        .append("l8 8m0-8l-8 8");
            }
        }
        markup.empty("path", "class", "line " + colour(index), "d", path.toString());
        if (!marks.isEmpty()) {
            markup.empty("path", "class", "mark", "d", marks.toString());
        }
    }

    private static String number(double value) {
        String text = String.format(Locale.ROOT, "%.1f", value);
        return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
    }
}
