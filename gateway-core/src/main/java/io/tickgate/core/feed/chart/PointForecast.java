package io.tickgate.core.feed.chart;

import io.tickgate.protocol.message.ChartPoint;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What points would add to a series that is there, with what they replace, share and push out set off: asked for when
 * memory is short, so that a chart whose bars only change or move on does not need any.
 *
 * <p>Never less than they add. Where that is not plain (a point older than the newest that is not known, a key that stands
 * twice) nothing is set off.
 *
 * <p><b>Owner:</b> the home shard. <b>Cost:</b> a search per point.
 */
final class PointForecast {
    private record Key(double time, String field) {}

    private final PointSeries series;
    private final List<ChartPoint> appended = new ArrayList<>();
    private final List<ChartPoint> replacing = new ArrayList<>();
    private final Set<Integer> replaced = new HashSet<>();
    /** Details that a new point goes on to use. */
    private final Set<PointDetail> shared = Collections.newSetFromMap(new IdentityHashMap<>());

    private PointForecast(PointSeries series) {
        this.series = series;
    }

    /** @param points all of the batch that belong to {@code series}, in ascending time; negative when memory is freed */
    static long bytesToAdd(PointSeries series, List<ChartPoint> points) {
        PointForecast forecast = new PointForecast(series);
        return forecast.sort(points)
                ? forecast.bytesToAdd()
                : series.bytesToAdd(points.size())
                        + points.stream().mapToLong(PointDetail::costOf).sum();
    }

    /** @return whether something can be set off */
    private boolean sort(List<ChartPoint> points) {
        Set<Key> keys = new HashSet<>();
        int oldestReplaced = Integer.MAX_VALUE;
        for (ChartPoint point : points) {
            int at = series.indexOf(point);
            boolean isPlain = at >= 0 || point.timestamp() >= series.newestTime();
            if (!isPlain || !keys.add(new Key(point.timestamp(), point.field()))) {
                return false;
            }
            if (at >= 0) {
                replaced.add(at);
                replacing.add(point);
                oldestReplaced = Math.min(oldestReplaced, at);
            } else {
                appended.add(point);
            }
        }
        // One that is pushed out before its turn is not replaced.
        return oldestReplaced >= evictedBy(appended.size());
    }

    /** How many of the points that are there go. */
    private int evictedBy(int count) {
        return Math.max(0, Math.min(series.size(), series.size() + count - series.pointsMax()));
    }

    private long bytesToAdd() {
        long bytes = series.bytesToAdd(appended.size());
        for (ChartPoint point : replacing) {
            PointDetail there = series.detail(series.indexOf(point));
            if (there == null || !there.fits(point)) {
                bytes += PointDetail.costOf(point) - freed(there);
            }
        }
        for (int i = 0; i < appended.size(); i++) {
            bytes += isShared(i) ? 0 : PointDetail.costOf(appended.get(i));
        }
        int evicted = evictedBy(appended.size());
        for (int at = 0; at < evicted; at++) {
            PointDetail gone = series.detail(at);
            bytes -= gone == null || shared.contains(gone) ? 0 : freed(gone);
        }
        return bytes;
    }

    /** A detail of several points is not freed with one of them. */
    private static int freed(@Nullable PointDetail detail) {
        return detail != null && detail.isUsedOnce() ? detail.cost() : 0;
    }

    /** As {@link PointSeries} looks for it; only in points that certainly are there still, and as they were. */
    private boolean isShared(int index) {
        ChartPoint point = appended.get(index);
        int back = 1;
        for (; back <= Math.min(index, PointSeries.LOOKBACK); back++) {
            if (series.size() + index - back >= evictions(index)
                    && PointDetail.areSame(appended.get(index - back), point)) {
                return true;
            }
        }
        for (; back <= PointSeries.LOOKBACK; back++) {
            int at = series.size() + index - back;
            if (at < evictions(index)) {
                return false;
            }
            PointDetail near = replaced.contains(at) ? null : series.detail(at);
            if (near != null && near.fits(point)) {
                shared.add(near);
                return true;
            }
        }
        return false;
    }

    /** How many points, of those there and the new ones, have gone when the one at {@code index} finds its place. */
    private int evictions(int index) {
        return Math.max(0, series.size() + index + 1 - series.pointsMax());
    }
}
