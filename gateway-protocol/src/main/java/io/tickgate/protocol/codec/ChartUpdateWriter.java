package io.tickgate.protocol.codec;

import io.tickgate.protocol.message.ChartPoint;
import io.tickgate.protocol.message.MessageBody;
import io.tickgate.protocol.message.WireFormat;
import io.tickgate.protocol.wire.WireBuffer;
import io.tickgate.protocol.wire.WireException;
import io.tickgate.protocol.wire.WireWriter;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes chart updates and their points.
 *
 * <p><b>Owner:</b> one thread. What {@link #update} gives is borrowed until the next call.
 */
public final class ChartUpdateWriter {
    private final WireBuffer buffer = new WireBuffer();

    /**
     * A {@code chart_update} as a publication's body, in the publisher's own format: every point as it was written, with an
     * empty {@code additional_data} where there was none, since clients look into it unasked.
     *
     * @param points in the order in which they shall stand, all of one format; at least one
     * @param correction whether the metadata says that a point is older than what was known
     */
    public MessageBody update(String symbol, String updateType, List<ChartPoint> points, boolean correction)
            throws WireException {
        WireFormat format = points.get(0).body().format();
        buffer.clear();
        WireWriter out = WireWriter.of(format, buffer);
        int members = 5;
        out.beginObject(members);
        out.name(ServerFields.TYPE.name()).string("chart_update");
        out.name(ServerFields.SYMBOL.name()).string(symbol);
        out.name(ServerFields.UPDATE_TYPE.name()).string(updateType);
        out.name(ServerFields.DATA_POINTS.name()).beginArray(points.size());
        Set<String> dataTypes = new LinkedHashSet<>();
        for (ChartPoint point : points) {
            point(point.body(), point.additionalData() != null, out);
            dataTypes.add(point.dataType());
        }
        out.endArray();
        out.name(ServerFields.METADATA.name());
        metadata(dataTypes, points.size(), correction, out);
        out.endObject();
        // Both formats open so small an object with one byte; only JSON closes it with another.
        int around = format == WireFormat.JSON ? 2 : 1;
        return new MessageBody(format, buffer.array(), 1, buffer.length() - around, members, true, false);
    }

    /** What goes with {@code pointCount} points of those data types. */
    public static MessageBody metadata(Collection<String> dataTypes, int pointCount) {
        WireBuffer own = new WireBuffer();
        metadata(dataTypes, pointCount, false, WireWriter.json(own));
        return new MessageBody(WireFormat.JSON, own.toBytes(), 1, own.length() - 2, 2, false, false);
    }

    private static void metadata(Collection<String> dataTypes, int pointCount, boolean correction, WireWriter out) {
        out.beginObject(correction ? 3 : 2);
        out.name(ChartPointFields.DATA_TYPES).beginArray(dataTypes.size());
        dataTypes.forEach(out::string);
        out.endArray();
        out.name(ChartPointFields.BATCH_SIZE).integer(pointCount);
        if (correction) {
            out.name(ChartPointFields.CORRECTION).bool(true);
        }
        out.endObject();
    }

    /** A point as its publisher wrote it. */
    public static void point(MessageBody body, boolean hasAdditionalData, WireWriter out) throws WireException {
        out.beginObject(body.memberCount() + (hasAdditionalData ? 0 : 1)).members(body);
        if (!hasAdditionalData) {
            out.name(ChartPointFields.ADDITIONAL_DATA).beginObject(0).endObject();
        }
        out.endObject();
    }

    /** A point out of its parts. */
    public static void point(
            double timestamp, String dataType, double value, @Nullable MessageBody additionalData, WireWriter out)
            throws WireException {
        out.beginObject(4);
        out.name(ChartPointFields.TIMESTAMP).real(timestamp);
        out.name(ChartPointFields.DATA_TYPE).string(dataType);
        out.name(ChartPointFields.VALUE).real(value);
        out.name(ChartPointFields.ADDITIONAL_DATA);
        if (additionalData == null) {
            out.beginObject(0).endObject();
        } else {
            out.body(additionalData);
        }
        out.endObject();
    }
}
