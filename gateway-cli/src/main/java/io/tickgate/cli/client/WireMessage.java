package io.tickgate.cli.client;

import io.tickgate.protocol.message.MessageBody;
import io.tickgate.protocol.message.WireFormat;
import io.tickgate.protocol.wire.WireBuffer;
import io.tickgate.protocol.wire.WireException;
import io.tickgate.protocol.wire.WireLimits;
import io.tickgate.protocol.wire.WireReader;
import io.tickgate.protocol.wire.WireWriter;
import java.nio.charset.StandardCharsets;

/** One whole message as it came. */
public final class WireMessage {
    /** A publication of 256 KiB in MessagePack may be six times as long in JSON; the rest is for its envelope. */
    static final int BYTES_MAX = 2 << 20;

    static final WireLimits LIMITS = WireLimits.DEFAULT.withMessageBytesMax(BYTES_MAX);

    private final WireFormat format;
    private final byte[] bytes;

    WireMessage(WireFormat format, byte[] bytes) {
        this.format = format;
        this.bytes = bytes;
    }

    WireFormat format() {
        return format;
    }

    byte[] bytes() {
        return bytes;
    }

    /**
     * The message as JSON on one line: as it came, or transcoded from MessagePack.
     *
     * @throws WireException when it is no message
     */
    public String jsonLine() throws WireException {
        if (format == WireFormat.JSON) {
            return oneLine(new String(bytes, StandardCharsets.UTF_8));
        }
        try (WireReader in = WireReader.of(format, LIMITS)) {
            in.open(bytes, 0, bytes.length);
            return jsonLine(in.body(false));
        }
    }

    /** Any object as JSON on one line. */
    public static String jsonLine(MessageBody body) throws WireException {
        WireBuffer out = new WireBuffer();
        WireWriter.json(out).body(body);
        return oneLine(new String(out.array(), 0, out.length(), StandardCharsets.UTF_8));
    }

    /** JSON has line ends between its tokens only, so a blank in their place changes nothing. */
    private static String oneLine(String json) {
        return json.replace('\n', ' ').replace('\r', ' ');
    }
}
