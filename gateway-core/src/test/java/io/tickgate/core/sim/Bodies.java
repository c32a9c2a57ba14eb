package io.tickgate.core.sim;

import io.tickgate.protocol.codec.MessageReader;
import io.tickgate.protocol.message.MessageBody;
import io.tickgate.protocol.message.WireFormat;
import io.tickgate.protocol.wire.WireBuffer;
import io.tickgate.protocol.wire.WireException;
import io.tickgate.protocol.wire.WireLimits;
import io.tickgate.protocol.wire.WireWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Makes bodies of publications. Their {@code type} says which one it is, and comes out the same in every format. */
public final class Bodies {
    private Bodies() {}

    public static MessageBody of(WireFormat format, String type, int textChars) {
        return of(format, type, "x".repeat(textChars));
    }

    public static MessageBody of(WireFormat format, String type, String text) {
        WireBuffer buffer = new WireBuffer();
        WireWriter writer = WireWriter.of(format, buffer);
        writer.beginObject(2);
        writer.name("type").string(type);
        writer.name("text").string(text);
        writer.endObject();
        byte[] bytes = buffer.toBytes();
        try {
            return new MessageReader(WireLimits.DEFAULT.withMessageBytesMax(1 << 20))
                    .readBody(format, bytes, 0, bytes.length);
        } catch (WireException e) {
            throw new AssertionError(e);
        }
    }

    /** An object as its publisher wrote it. */
    public static MessageBody written(String json) {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        try {
            return new MessageReader(WireLimits.DEFAULT).readBody(WireFormat.JSON, bytes, 0, bytes.length);
        } catch (WireException e) {
            throw new AssertionError(e);
        }
    }

    public static MessageBody json(String type) {
        return of(WireFormat.JSON, type, 10);
    }

    /** Overwrites the bytes, as the next read from a socket would. */
    public static void scribble(MessageBody body) {
        Arrays.fill(body.bytes(), body.offset(), body.offset() + body.length(), (byte) '#');
    }
}
