package io.tickgate.core.feed.chart;

import io.tickgate.protocol.message.ChartPoint;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What points mean to those who saw the ones before.
 *
 * @param updateType what the publisher named; else {@code add} when there is a point newer than any of its data type, and
 *     {@code update} when there is none
 * @param isCorrection whether a point is older than the newest of its data type: front ends refuse bars out of order
 *     unless they are told
 */
record Arrival(String updateType, boolean isCorrection) {
    static Arrival of(Chart chart, @Nullable String named, List<ChartPoint> points) {
        boolean adds = false;
        boolean corrects = false;
        for (ChartPoint point : points) {
            double newest = chart.newestTime(point.dataType());
            adds |= point.timestamp() > newest;
            corrects |= point.timestamp() < newest;
        }
        return new Arrival(named != null ? named : adds ? "add" : "update", corrects);
    }
}
