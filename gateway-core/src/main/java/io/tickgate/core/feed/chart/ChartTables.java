package io.tickgate.core.feed.chart;

import io.tickgate.core.broadcast.Backbone.Row;
import io.tickgate.protocol.message.ChartPoint;
import io.tickgate.protocol.message.OpaqueList;
import io.tickgate.protocol.message.WireFormat;
import io.tickgate.protocol.wire.WireBuffer;
import io.tickgate.protocol.wire.WireException;
import io.tickgate.protocol.wire.WireWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A chart as rows of its channel: a table for each data type, with a row for each point under its time and its field; and
 * {@value #TYPES}, the data types in the order in which they first came.
 *
 * <p>A row's value is a byte for the format, two for the point's place among those of its time, and the point as it was
 * written.
 */
final class ChartTables {
    static final String TYPES = "types";

    private static final int HEAD_BYTES = 3;
    private static final int PLACE_MAX = 0xFFFF;

    /** Of one time the store may drop others than the ring: so many rows more, and it has all that the ring has. */
    private static final int SPARE_ROWS = 64;

    private static final Comparator<Row> BY_TIME_AND_PLACE = Comparator.comparingDouble(Row::order)
            .thenComparingInt(row -> place(row.value()))
            .thenComparing(Row::key);

    private final int rowsMax;
    private final int typesMax;
    private final WireBuffer buffer = new WireBuffer();

    ChartTables(ChartSettings settings) {
        rowsMax = settings.pointsMax() + SPARE_ROWS;
        typesMax = settings.seriesMax();
    }

    /** The rows of points that are about to be added to {@code chart}. */
    List<Row> rows(@Nullable Chart chart, List<ChartPoint> points) throws WireException {
        List<Row> rows = new ArrayList<>(points.size() + 1);
        Map<String, Integer> newTypes = new HashMap<>();
        Map<String, List<String>> newFields = new HashMap<>();
        int known = chart == null ? 0 : chart.series().size();
        for (ChartPoint point : points) {
            String type = point.dataType();
            PointSeries series = chart == null ? null : chart.series().get(type);
            if (series == null && !newTypes.containsKey(type)) {
                int order = known + newTypes.size();
                newTypes.put(type, order);
                rows.add(new Row(TYPES, type, order, new byte[0], typesMax));
            }
            String key = point.timestamp() + " " + point.field();
            rows.add(new Row(type, key, point.timestamp(), value(point, place(series, point, newFields)), rowsMax));
        }
        return rows;
    }

    /** Where a point stands, or will stand, among those of its time. */
    private static int place(@Nullable PointSeries series, ChartPoint point, Map<String, List<String>> newFields) {
        double time = point.timestamp();
        int first = series == null ? 0 : series.firstAtOrAfter(time);
        int at = series == null ? -1 : series.indexOf(point);
        if (at >= 0) {
            return at - first;
        }
        int end = first;
        while (series != null && end < series.size() && series.time(end) == time) {
            end++;
        }
        List<String> added = newFields.computeIfAbsent(point.dataType() + ' ' + time, any -> new ArrayList<>(4));
        if (!added.contains(point.field())) {
            added.add(point.field());
        }
        return end - first + added.indexOf(point.field());
    }

    private byte[] value(ChartPoint point, int place) throws WireException {
        buffer.clear();
        WireFormat format = point.body().format();
        buffer.put((byte) (format == WireFormat.JSON ? 0 : 1));
        int bounded = Math.min(place, PLACE_MAX);
        buffer.put((byte) (bounded >>> 8));
        buffer.put((byte) bounded);
        WireWriter.of(format, buffer).body(point.body());
        return buffer.toBytes();
    }

    private static int place(byte[] value) {
        return ((value[1] & 0xFF) << 8) | (value[2] & 0xFF);
    }

    /** The data types that a chart has, in their order. */
    static List<String> types(List<Row> rows) {
        return rows.stream()
                .sorted(Comparator.comparingDouble(Row::order).thenComparing(Row::key))
                .map(Row::key)
                .toList();
    }

    /** The points of a table in their order, in lists that a reader takes. */
    static List<OpaqueList> lists(List<Row> rows, int countMax) {
        List<Row> sorted = rows.stream()
                .filter(row -> row.value().length > HEAD_BYTES)
                .sorted(BY_TIME_AND_PLACE)
                .toList();
        List<OpaqueList> lists = new ArrayList<>();
        for (int from = 0; from < sorted.size(); ) {
            byte format = sorted.get(from).value()[0];
            int to = from;
            WireBuffer out = new WireBuffer();
            while (to < sorted.size() && to - from < countMax && sorted.get(to).value()[0] == format) {
                byte[] value = sorted.get(to).value();
                if (format == 0 && to > from) {
                    out.put(',');
                }
                out.put(value, HEAD_BYTES, value.length - HEAD_BYTES);
                to++;
            }
            WireFormat kind = format == 0 ? WireFormat.JSON : WireFormat.MSGPACK;
            lists.add(new OpaqueList(kind, out.toBytes(), 0, out.length(), to - from));
            from = to;
        }
        return lists;
    }
}
