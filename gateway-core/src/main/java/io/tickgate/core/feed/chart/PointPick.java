package io.tickgate.core.feed.chart;

import io.tickgate.protocol.codec.ChartUpdateWriter;
import io.tickgate.protocol.message.OpaqueList;
import io.tickgate.protocol.message.WireFormat;
import io.tickgate.protocol.wire.WireBuffer;
import io.tickgate.protocol.wire.WireException;
import io.tickgate.protocol.wire.WireWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Points picked across the series of a chart, in ascending time; at the same time, in the order in which the data types
 * first came. Only whole times are picked, so that no bar loses its open or its high: at most as many points as are asked
 * for, but of the first time picked all; and of that, too, no more than the bytes allow: the page after it goes on within.
 *
 * <p><b>Cost:</b> one comparison per series and point.
 */
final class PointPick {
    /** What a written point takes beside its data type and its detail. */
    private static final int POINT_BYTES = 120;

    private final List<String> dataTypes = new ArrayList<>();
    private final List<PointSeries> series = new ArrayList<>();
    private final int[] ahead;
    private final int limit;
    private int[] pickedSeries;
    private int[] pickedIndex;
    private final long bytesMax;
    private int count;
    private long bytes;
    /** How many were picked when {@link #lastTime} began. */
    private int whole;

    private double lastTime;
    /** Where the first point stands that was left out; null when all are in. */
    private @Nullable PointCursor next;

    private final boolean isNewest;

    /** @param bytesMax about how many bytes the points may take once written; one is picked at any size */
    PointPick(Chart chart, ChartQuery query, int bytesMax) {
        for (Map.Entry<String, PointSeries> entry : chart.series().entrySet()) {
            if (query.dataType() == null || query.dataType().equals(entry.getKey())) {
                dataTypes.add(entry.getKey());
                series.add(entry.getValue());
            }
        }
        this.bytesMax = bytesMax;
        ahead = new int[series.size()];
        limit = query.limit();
        int most = Math.min(limit, series.stream().mapToInt(PointSeries::size).sum());
        pickedSeries = new int[most];
        pickedIndex = new int[most];
        PointCursor from = query.from();
        isNewest = from == null;
        if (from == null) {
            pickNewest();
        } else {
            pickFrom(from, new ArrayList<>(chart.series().keySet()));
        }
    }

    private void pickNewest() {
        for (int i = 0; i < ahead.length; i++) {
            ahead[i] = series.get(i).size() - 1;
        }
        int best = 0;
        while (best >= 0) {
            best = -1;
            for (int i = 0; i < ahead.length; i++) {
                if (ahead[i] >= 0 && (best < 0 || time(i) >= time(best))) {
                    best = i;
                }
            }
            best = best >= 0 && tryPick(best) ? best : -1;
            if (best >= 0) {
                ahead[best]--;
            }
        }
        for (int low = 0, high = count - 1; low < high; low++, high--) {
            swap(pickedSeries, low, high);
            swap(pickedIndex, low, high);
        }
    }

    /** @param order of the chart's data types */
    private void pickFrom(PointCursor from, List<String> order) {
        int given = from.dataType() == null ? -1 : order.indexOf(from.dataType());
        for (int i = 0; i < ahead.length; i++) {
            int place = order.indexOf(dataTypes.get(i));
            ahead[i] = series.get(i).firstAtOrAfter(from.time());
            int passed = place < given ? Integer.MAX_VALUE : place == given ? from.given() : 0;
            for (int n = 0; n < passed && ahead[i] < series.get(i).size() && time(i) == from.time(); n++) {
                ahead[i]++;
            }
        }
        int best = 0;
        while (best >= 0) {
            best = -1;
            for (int i = 0; i < ahead.length; i++) {
                if (ahead[i] < series.get(i).size() && (best < 0 || time(i) < time(best))) {
                    best = i;
                }
            }
            best = best >= 0 && tryPick(best) ? best : -1;
            if (best >= 0) {
                ahead[best]++;
            }
        }
    }

    private double time(int line) {
        return series.get(line).time(ahead[line]);
    }

    private boolean tryPick(int line) {
        PointDetail detail = series.get(line).detail(ahead[line]);
        int cost = POINT_BYTES + dataTypes.get(line).length() + (detail == null ? 0 : detail.length());
        double time = time(line);
        if (count == 0 || time != lastTime) {
            whole = count;
            lastTime = time;
        }
        boolean isTooLarge = count > 0 && bytes + cost > bytesMax;
        boolean isTooMany = count >= limit && (whole > 0 || limit < 1);
        if (isTooLarge || isTooMany) {
            next = whole > 0 ? PointCursor.at(time) : within(line);
            count = whole > 0 ? whole : count;
            return false;
        }
        if (count == pickedSeries.length) {
            pickedSeries = Arrays.copyOf(pickedSeries, count * 2);
            pickedIndex = Arrays.copyOf(pickedIndex, count * 2);
        }
        bytes += cost;
        pickedSeries[count] = line;
        pickedIndex[count] = ahead[line];
        count++;
        return true;
    }

    /** Behind those of its time that are picked. */
    private PointCursor within(int line) {
        PointSeries points = series.get(line);
        return new PointCursor(time(line), dataTypes.get(line), ahead[line] - points.firstAtOrAfter(time(line)));
    }

    PointPage page() {
        String text = next == null || isNewest ? null : next.text();
        return new PointPage(write(), next != null, text);
    }

    private static void swap(int[] array, int a, int b) {
        int kept = array[a];
        array[a] = array[b];
        array[b] = kept;
    }

    int count() {
        return count;
    }

    /** Of the picked points, in the order of first appearance. */
    Collection<String> dataTypes() {
        Set<String> present = new LinkedHashSet<>();
        for (int i = 0; i < count; i++) {
            present.add(dataTypes.get(pickedSeries[i]));
        }
        return present;
    }

    /** The picked points as JSON, in an array of their own. */
    OpaqueList write() {
        WireBuffer buffer = new WireBuffer();
        WireWriter out = WireWriter.json(buffer);
        out.beginArray(count);
        try {
            for (int i = 0; i < count; i++) {
                write(pickedSeries[i], pickedIndex[i], out);
            }
        } catch (WireException e) {
            throw new IllegalStateException("a point that was read cannot be written: " + e.text(), e);
        }
        out.endArray();
        return new OpaqueList(WireFormat.JSON, buffer.toBytes(), 1, buffer.length() - 2, count);
    }

    private void write(int line, int index, WireWriter out) throws WireException {
        PointSeries points = series.get(line);
        PointDetail detail = points.detail(index);
        if (detail != null && detail.isWhole()) {
            ChartUpdateWriter.point(detail.body(), detail.hasMore(), out);
        } else {
            ChartUpdateWriter.point(
                    points.time(index),
                    dataTypes.get(line),
                    points.value(index),
                    detail == null ? null : detail.body(),
                    out);
        }
    }
}
