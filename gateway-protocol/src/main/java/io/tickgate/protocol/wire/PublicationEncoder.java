package io.tickgate.protocol.wire;

import io.tickgate.protocol.message.MessageBody;
import io.tickgate.protocol.message.WireFormat;
import java.nio.charset.StandardCharsets;

/**
 * Makes the one frame that all subscribers of a dialect share: the publisher's members as they are, then {@code channel},
 * {@code offset} and {@code server_time}; {@code type} first and {@code timestamp} last where the publisher gave none.
 *
 * <p>Any thread: it keeps nothing. <b>Cost:</b> a copy of the members when the format is theirs; one pass over their tokens
 * when it is the other.
 */
public final class PublicationEncoder {
    private static final byte[] JSON_COUNT =
            (",\"" + GatewayFields.UPDATE_COUNT + "\":").getBytes(StandardCharsets.US_ASCII);

    /**
     * Appends a whole publication to {@code out}.
     *
     * @param channelUtf8 the channel's name, neither quoted nor escaped
     * @param serverTimeMicros Unix time
     * @param timestampAscii the time as the wire writes it, used where the body has none
     * @throws WireException when a body that no reader checked holds what {@code target} cannot say
     */
    public void encode(
            WireFormat target,
            MessageBody body,
            byte[] channelUtf8,
            long offset,
            long serverTimeMicros,
            byte[] timestampAscii,
            WireBuffer out)
            throws WireException {
        if (target == WireFormat.JSON) {
            JsonWriter writer = new JsonWriter(out);
            open(writer, body);
            writer.members(body);
            writer.name(GatewayFields.CHANNEL);
            writer.stringUtf8(channelUtf8, 0, channelUtf8.length);
            close(writer, body, offset, serverTimeMicros, timestampAscii);
        } else {
            MsgPackWriter writer = new MsgPackWriter(out);
            open(writer, body);
            writer.members(body);
            writer.name(GatewayFields.CHANNEL);
            writer.stringUtf8(channelUtf8, 0, channelUtf8.length);
            close(writer, body, offset, serverTimeMicros, timestampAscii);
        }
    }

    private static void open(WireWriter writer, MessageBody body) {
        int added = 3 + (body.hasType() ? 0 : 1) + (body.hasTimestamp() ? 0 : 1);
        writer.beginObject(body.memberCount() + added);
        if (!body.hasType()) {
            writer.name(GatewayFields.TYPE).string(GatewayFields.DEFAULT_TYPE);
        }
    }

    private static void close(
            WireWriter writer, MessageBody body, long offset, long serverTimeMicros, byte[] timestampAscii) {
        writer.name(GatewayFields.OFFSET).integer(offset);
        writer.name(GatewayFields.SERVER_TIME).seconds(serverTimeMicros);
        if (!body.hasTimestamp()) {
            writer.name(GatewayFields.TIMESTAMP).ascii(timestampAscii);
        }
        writer.endObject();
    }

    /**
     * Appends a publication that {@link #encode} made, with how many publications it stands for.
     *
     * @param count at least 1
     */
    public static void addCount(WireFormat format, byte[] publication, int count, WireBuffer out) {
        if (format == WireFormat.JSON) {
            out.put(publication, 0, publication.length - 1);
            out.put(JSON_COUNT, 0, JSON_COUNT.length);
            new JsonWriter(out).integer(count);
            out.put('}');
            return;
        }
        MsgPackWriter writer = new MsgPackWriter(out);
        int header = MsgPackWriter.mapHeaderBytes(publication[0]);
        writer.beginObject(MsgPackWriter.mapSize(publication) + 1);
        out.put(publication, header, publication.length - header);
        writer.name(GatewayFields.UPDATE_COUNT).integer(count);
    }
}
