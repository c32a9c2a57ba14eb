package io.tickgate.protocol.codec;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tickgate.protocol.message.ClientMessage;
import io.tickgate.protocol.message.MessageBody;
import io.tickgate.protocol.message.ServerMessage;
import io.tickgate.protocol.message.WireFormat;
import io.tickgate.protocol.wire.WireBuffer;
import io.tickgate.protocol.wire.WireException;
import io.tickgate.protocol.wire.WireLimits;
import io.tickgate.protocol.wire.WireReader;
import java.util.HexFormat;

/** Short ways to read and write in tests. */
final class Wire {
    static final MessageReader READER = new MessageReader(WireLimits.DEFAULT);
    static final MessageReader LARGE = new MessageReader(WireLimits.DEFAULT.withMessageBytesMax(1 << 20));
    private static final MessageWriter WRITER = new MessageWriter();

    private Wire() {}

    static byte[] bytes(WireFormat format, ClientMessage message) {
        WireBuffer out = new WireBuffer();
        WRITER.write(format, message, out);
        return out.toBytes();
    }

    static byte[] bytes(WireFormat format, ServerMessage message) {
        WireBuffer out = new WireBuffer();
        WRITER.write(format, message, out);
        return out.toBytes();
    }

    static ClientMessage command(WireFormat format, byte[] bytes) throws WireException {
        return READER.readCommand(format, bytes, 0, bytes.length);
    }

    static ClientMessage command(String json) throws WireException {
        return command(WireFormat.JSON, json.getBytes(UTF_8));
    }

    /** The error that a command must be refused with. */
    static WireException refusal(WireFormat format, byte[] bytes) {
        try {
            throw new AssertionError("was read: " + command(format, bytes));
        } catch (WireException e) {
            return e;
        }
    }

    static ServerMessage server(WireFormat format, byte[] bytes) throws WireException {
        return READER.readServer(format, bytes, 0, bytes.length);
    }

    static MessageBody body(String json) {
        byte[] bytes = json.getBytes(UTF_8);
        try {
            return READER.readBody(WireFormat.JSON, bytes, 0, bytes.length);
        } catch (WireException e) {
            throw new IllegalArgumentException(json, e);
        }
    }

    /** All members, those too that the gateway would set itself. */
    static MessageBody whole(String json) throws WireException {
        byte[] bytes = json.getBytes(UTF_8);
        try (WireReader in = WireReader.of(WireFormat.JSON, WireLimits.DEFAULT)) {
            in.open(bytes, 0, bytes.length);
            return in.body(false);
        }
    }

    static byte[] hex(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    static String text(MessageBody body) {
        return new String(body.bytes(), body.offset(), body.length(), UTF_8);
    }
}
