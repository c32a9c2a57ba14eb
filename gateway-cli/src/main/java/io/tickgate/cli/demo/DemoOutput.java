package io.tickgate.cli.demo;

import io.tickgate.core.producer.UpdateType;
import io.tickgate.protocol.message.Priority;
import io.tickgate.protocol.message.TaskStatus;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the demo's messages go: the one thing that stands between the demo and a gateway.
 *
 * <p>A method may wait until the gateway keeps up, and throws when the demo is closed meanwhile. Called on the demo's thread.
 */
interface DemoOutput {
    /** @param json one object, for {@code market_data:<symbol>} */
    void quote(String symbol, String json) throws InterruptedException;

    /** @param bars ascending in time, at most {@link ChartBar#BARS_MAX} */
    void chart(String symbol, UpdateType type, List<ChartBar> bars) throws InterruptedException;

    void progress(Progress progress) throws InterruptedException;

    void notice(Notice notice) throws InterruptedException;

    /**
     * A daily bar as a chart shows it. Prices are {@link Price}s.
     *
     * @param epochSeconds midnight UTC of its day
     * @param kdj null for the first bars of a series
     */
    record ChartBar(
            long epochSeconds, long open, long high, long low, long close, long volume, Kdj.@Nullable Value kdj) {
        /** Points of a bar: open, high, low, close, volume, KDJ. */
        static final int POINTS = 6;

        /** A publication takes 1000 points. */
        static final int BARS_MAX = 1000 / POINTS;
    }

    /**
     * Where a back-test stands.
     *
     * @param percent done, 0 to 100
     * @param data added to what the task's {@code data} had before
     */
    record Progress(
            String taskId,
            TaskStatus status,
            double percent,
            String step,
            int stepIndex,
            int stepCount,
            String message,
            JsonObject data) {}

    /**
     * A notification for everybody.
     *
     * @param actionUrl null for none, as is {@code actionText}
     */
    record Notice(
            String type,
            Priority priority,
            String title,
            String message,
            JsonObject metadata,
            @Nullable String actionUrl,
            @Nullable String actionText) {}
}
