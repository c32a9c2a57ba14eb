package io.tickgate.core.producer;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A point of a chart. Null is refused here, with a {@link NullPointerException} that names the argument; everything else the
 * gateway checks when the point is published.
 *
 * <p>Immutable where its {@code additionalData} is.
 *
 * @param timestamp Unix time in seconds, finite, at least 0
 * @param dataType {@code ohlcv}, {@code volume}, {@code trade} or {@code indicator_} and a name of 1 to 64 characters
 * @param value finite
 * @param additionalData beside the value, of what {@link Producer} takes as JSON; {@code field} in it tells open, high,
 *     low and close of one time apart
 */
public record Point(double timestamp, String dataType, double value, Map<String, ?> additionalData) {
    public Point {
        Objects.requireNonNull(dataType, "dataType");
        Objects.requireNonNull(additionalData, "additionalData");
    }

    /**
     * One of the prices of a bar.
     *
     * @param field open, high, low or close
     */
    public static Point price(Instant time, String field, double value) {
        return new Point(seconds(time), "ohlcv", value, Map.of("field", Objects.requireNonNull(field, "field")));
    }

    /** The four prices of a bar, which share its time. */
    public static List<Point> bar(Instant time, double open, double high, double low, double close) {
        return List.of(
                price(time, "open", open),
                price(time, "high", high),
                price(time, "low", low),
                price(time, "close", close));
    }

    public static Point volume(Instant time, double value) {
        return new Point(seconds(time), "volume", value, Map.of());
    }

    public static Point trade(Instant time, double price) {
        return new Point(seconds(time), "trade", price, Map.of());
    }

    /**
     * A value of an indicator.
     *
     * @param name such as {@code KDJ_K}; without {@code indicator_}
     * @param more what belongs to the same value, such as D and J
     */
    public static Point indicator(Instant time, String name, double value, Map<String, ?> more) {
        return new Point(seconds(time), "indicator_" + Objects.requireNonNull(name, "name"), value, more);
    }

    /** A double has microseconds for the next centuries. */
    private static double seconds(Instant time) {
        Objects.requireNonNull(time, "time");
        return time.getEpochSecond() + time.getNano() / 1e9;
    }

    Map<String, ?> toMap() {
        return Members.NONE
                .with("timestamp", timestamp)
                .with("data_type", dataType)
                .with("value", value)
                .with("additional_data", additionalData)
                .values();
    }
}
