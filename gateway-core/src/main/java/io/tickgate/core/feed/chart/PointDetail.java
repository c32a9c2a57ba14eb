package io.tickgate.core.feed.chart;

import io.tickgate.protocol.message.ChartPoint;
import io.tickgate.protocol.message.MessageBody;
import io.tickgate.protocol.message.WireFormat;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What a point has beside its time and its value: {@code additional_data} as it was written; or, where a double cannot hold
 * one of the numbers, the whole point. Points that say the same share one, so that {@code {"field":"close"}} is kept once
 * and not five thousand times.
 *
 * <p><b>Owner:</b> the home shard.
 */
final class PointDetail {
    /** This object and the header of its bytes. */
    private static final int OBJECT_BYTES = 32 + 16;

    /** A string object and the header of its bytes. */
    private static final int FIELD_BYTES = 24 + 16;

    private final String field;
    private final byte[] bytes;
    private final int memberCount;
    private final boolean isJson;
    private final boolean isWhole;
    private final boolean hasMore;
    private int uses;

    private PointDetail(ChartPoint point, MessageBody body) {
        this.field = point.field();
        this.bytes = Arrays.copyOfRange(body.bytes(), body.offset(), body.offset() + body.length());
        this.memberCount = body.memberCount();
        this.isJson = body.format() == WireFormat.JSON;
        this.isWhole = !point.isExact();
        this.hasMore = point.additionalData() != null;
    }

    /** Null when the point is its time and its value. */
    static @Nullable PointDetail of(ChartPoint point) {
        MessageBody body = kept(point);
        return body == null ? null : new PointDetail(point, body);
    }

    private static @Nullable MessageBody kept(ChartPoint point) {
        MessageBody more = point.isExact() ? point.additionalData() : point.body();
        return more == null || more.memberCount() == 0 ? null : more;
    }

    /** What keeping {@code point} costs at most, beside its place in the ring. */
    static int costOf(ChartPoint point) {
        MessageBody body = kept(point);
        return body == null ? 0 : cost(point.field(), body.length());
    }

    private static int cost(String field, int length) {
        int text = field.isEmpty() ? 0 : FIELD_BYTES + 2 * field.length();
        return OBJECT_BYTES + ((length + 7) & ~7) + text;
    }

    int cost() {
        return cost(field, bytes.length);
    }

    /** Whether {@link #of} would give the same once more. */
    boolean fits(ChartPoint point) {
        MessageBody body = kept(point);
        return body != null
                && point.isExact() != isWhole
                && (body.format() == WireFormat.JSON) == isJson
                && Arrays.equals(bytes, 0, bytes.length, body.bytes(), body.offset(), body.offset() + body.length());
    }

    /** Whether one would do for both. */
    static boolean areSame(ChartPoint one, ChartPoint other) {
        PointDetail detail = of(one);
        return detail != null && detail.fits(other);
    }

    /** Whether there is one point only that uses it. */
    boolean isUsedOnce() {
        return uses == 1;
    }

    /** @return whether it was the first */
    boolean use() {
        return ++uses == 1;
    }

    /** @return whether nobody uses it any more */
    boolean drop() {
        return --uses == 0;
    }

    String field() {
        return field;
    }

    int length() {
        return bytes.length;
    }

    /** Whether {@link #body} is the whole point. */
    boolean isWhole() {
        return isWhole;
    }

    /** Whether the point came with {@code additional_data}. */
    boolean hasMore() {
        return hasMore;
    }

    MessageBody body() {
        WireFormat format = isJson ? WireFormat.JSON : WireFormat.MSGPACK;
        return new MessageBody(format, bytes, 0, bytes.length, memberCount, false, false);
    }
}
