package io.tickgate.bench.memory;

import io.tickgate.protocol.codec.MessageReader;
import io.tickgate.protocol.message.MessageBody;
import io.tickgate.protocol.message.WireFormat;
import io.tickgate.protocol.wire.WireBuffer;
import io.tickgate.protocol.wire.WireException;
import io.tickgate.protocol.wire.WireLimits;
import io.tickgate.protocol.wire.WireWriter;
import java.nio.charset.StandardCharsets;

/** The quote that is published where it does not matter what: 250 bytes in JSON with everything that the gateway adds. */
public final class Quotes {
    public static final String CHANNEL = "market_data:0700.HK";

    /** As its publisher wrote it. */
    public static final String JSON = "{\"type\":\"quote\",\"symbol\":\"0700.HK\",\"price\":355.2,\"change\":-1.25,"
            + "\"volume\":18234500,\"turnover\":6472345678.9,\"bid\":355.0,\"ask\":355.2}";

    private Quotes() {}

    public static MessageBody body(WireFormat format) {
        return body(format, JSON);
    }

    /** A longer one, of 600 bytes, which deflating pays for in either format. */
    public static MessageBody longBody() {
        String levels = "[355.0,12400],[354.8,8800],[354.6,15200],[354.4,9600],[354.2,20400],[354.0,31000]";
        String book = JSON.substring(0, JSON.length() - 1) + ",\"bids\":[" + levels + "],\"asks\":[" + levels
                + "],\"deep\":[" + levels + "," + levels + "]}";
        return body(WireFormat.JSON, book);
    }

    private static MessageBody body(WireFormat format, String text) {
        byte[] json = text.getBytes(StandardCharsets.UTF_8);
        MessageReader reader = new MessageReader(WireLimits.DEFAULT);
        try {
            MessageBody body = reader.readBody(WireFormat.JSON, json, 0, json.length);
            if (format == WireFormat.JSON) {
                return body;
            }
            WireBuffer out = new WireBuffer();
            WireWriter.of(format, out).body(body);
            return reader.readBody(format, out.array(), 0, out.length()).copy();
        } catch (WireException e) {
            throw new IllegalStateException(e.text(), e);
        }
    }

    /** The command that publishes it, in JSON. */
    public static byte[] command(String channel) {
        return ("{\"type\":\"publish\",\"channel\":\"" + channel + "\",\"message\":" + JSON + ",\"id\":1}")
                .getBytes(StandardCharsets.UTF_8);
    }
}
