package io.tickgate.protocol.message;

import org.jspecify.annotations.Nullable;

/**
 * One point of a chart, checked.
 *
 * @param timestamp Unix time in seconds, finite, at least 0
 * @param dataType {@code ohlcv}, {@code volume}, {@code trade} or {@code indicator_} and a name
 * @param field {@code additional_data.field} where that is a string, else empty: what tells open, high, low and close of
 *     one time apart
 * @param value finite
 * @param isExact whether {@code timestamp} and {@code value} are exactly the numbers that the publisher wrote
 * @param body the whole point as it was written, borrowed
 * @param additionalData as it was written, borrowed; null when the publisher gave none
 */
public record ChartPoint(
        double timestamp,
        String dataType,
        String field,
        double value,
        boolean isExact,
        MessageBody body,
        @Nullable MessageBody additionalData) {}
