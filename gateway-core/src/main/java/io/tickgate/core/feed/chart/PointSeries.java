package io.tickgate.core.feed.chart;

import io.tickgate.protocol.message.ChartPoint;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The newest points of one data type of one symbol, in ascending time. Time and field are a point's key: the same key
 * replaces.
 *
 * <p><b>Owner:</b> the home shard. <b>Cost:</b> {@value #POINT_BYTES} bytes a point beside its {@link PointDetail}, in
 * arrays that double up to {@code charts.max-points}. A newer point is appended, an older one shifts the shorter side:
 * at most half of the points.
 */
final class PointSeries {
    /** A double of time, a double of value, a compressed reference. */
    static final int POINT_BYTES = 8 + 8 + 4;

    /** This object, the headers of its arrays, its name and its entry in the chart. */
    private static final int OBJECT_BYTES = 256;

    private static final int START_CAPACITY = 16;

    /** How far back a point looks for one that says the same: a bar has open, high, low and close, and some more. */
    static final int LOOKBACK = 8;

    private final int pointsMax;
    private double[] times;
    private double[] values;
    private @Nullable PointDetail[] details;
    private int first;
    private int size;
    private long detailBytes;

    PointSeries(int pointsMax) {
        this.pointsMax = pointsMax;
        int capacity = capacityFor(1, 0, pointsMax);
        times = new double[capacity];
        values = new double[capacity];
        details = new PointDetail[capacity];
    }

    /** What a series of {@code count} points costs at most, beside their details. */
    static long bytesOfNew(int count, int pointsMax) {
        return OBJECT_BYTES + (long) capacityFor(count, 0, pointsMax) * POINT_BYTES;
    }

    /** What {@code count} points more cost at most, beside their details. */
    long bytesToAdd(int count) {
        return (long) (capacityFor(size + count, times.length, pointsMax) - times.length) * POINT_BYTES;
    }

    private static int capacityFor(int count, int present, int pointsMax) {
        int capacity = Math.max(present, Math.min(START_CAPACITY, pointsMax));
        while (capacity < count && capacity < pointsMax) {
            capacity = Math.min(capacity * 2, pointsMax);
        }
        return capacity;
    }

    long bytes() {
        return OBJECT_BYTES + (long) times.length * POINT_BYTES + detailBytes;
    }

    int size() {
        return size;
    }

    int pointsMax() {
        return pointsMax;
    }

    /** Where the point of the same key is, -1 when there is none. */
    int indexOf(ChartPoint point) {
        double time = point.timestamp();
        for (int at = firstAtOrAfter(time); at < size && time(at) == time; at++) {
            if (isField(at, point.field())) {
                return at;
            }
        }
        return -1;
    }

    private boolean isField(int at, String field) {
        PointDetail there = detail(at);
        return (there == null ? "" : there.field()).equals(field);
    }

    /** The time of the newest point; there is one as soon as the series was put to use. */
    double newestTime() {
        return size == 0 ? Double.NEGATIVE_INFINITY : time(size - 1);
    }

    double time(int index) {
        return times[slot(index)];
    }

    double value(int index) {
        return values[slot(index)];
    }

    @Nullable
    PointDetail detail(int index) {
        return details[slot(index)];
    }

    /** The index of the first point that is not older, {@link #size} when there is none. */
    int firstAtOrAfter(double time) {
        int low = 0;
        int high = size;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (time(middle) < time) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** Keeps a point. When the series is full the oldest goes, and one that is older still is not kept at all. */
    void put(ChartPoint point) {
        double time = point.timestamp();
        int at = newestTime() < time ? size : firstAtOrAfter(time);
        for (; at < size && time(at) == time; at++) {
            if (isField(at, point.field())) {
                replace(at, point);
                return;
            }
        }
        if (size == pointsMax) {
            if (at == 0) {
                return;
            }
            removeOldest();
            at--;
        }
        if (size == times.length) {
            grow();
        }
        open(at);
        set(at, point);
    }

    private void replace(int at, ChartPoint point) {
        PointDetail there = detail(at);
        if (there != null && there.fits(point)) {
            values[slot(at)] = point.value();
        } else {
            dropDetail(at);
            set(at, point);
        }
    }

    private void set(int at, ChartPoint point) {
        int slot = slot(at);
        times[slot] = point.timestamp();
        values[slot] = point.value();
        PointDetail detail = sharedDetail(at, point);
        details[slot] = detail;
        if (detail != null && detail.use()) {
            detailBytes += detail.cost();
        }
    }

    private @Nullable PointDetail sharedDetail(int at, ChartPoint point) {
        for (int i = at - 1; i >= Math.max(0, at - LOOKBACK); i--) {
            PointDetail near = detail(i);
            if (near != null && near.fits(point)) {
                return near;
            }
        }
        return PointDetail.of(point);
    }

    private void removeOldest() {
        dropDetail(0);
        first = slot(1);
        size--;
    }

    private void dropDetail(int at) {
        int slot = slot(at);
        PointDetail detail = details[slot];
        details[slot] = null;
        if (detail != null && detail.drop()) {
            detailBytes -= detail.cost();
        }
    }

    /** Makes room at {@code at}, by moving whichever side is shorter. */
    private void open(int at) {
        size++;
        if (at >= size / 2) {
            for (int i = size - 1; i > at; i--) {
                move(slot(i - 1), slot(i));
            }
        } else {
            first = first == 0 ? times.length - 1 : first - 1;
            for (int i = 0; i < at; i++) {
                move(slot(i + 1), slot(i));
            }
        }
    }

    private void move(int from, int to) {
        times[to] = times[from];
        values[to] = values[from];
        details[to] = details[from];
    }

    private void grow() {
        int capacity = capacityFor(size + 1, times.length, pointsMax);
        double[] oldTimes = times;
        double[] oldValues = values;
        @Nullable PointDetail[] oldDetails = details;
        int tail = times.length - first;
        times = Arrays.copyOfRange(oldTimes, first, first + capacity);
        values = Arrays.copyOfRange(oldValues, first, first + capacity);
        details = Arrays.copyOfRange(oldDetails, first, first + capacity);
        System.arraycopy(oldTimes, 0, times, tail, first);
        System.arraycopy(oldValues, 0, values, tail, first);
        System.arraycopy(oldDetails, 0, details, tail, first);
        first = 0;
    }

    private int slot(int index) {
        int slot = first + index;
        return slot < times.length ? slot : slot - times.length;
    }
}
