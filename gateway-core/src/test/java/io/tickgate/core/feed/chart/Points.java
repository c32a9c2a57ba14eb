package io.tickgate.core.feed.chart;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tickgate.protocol.codec.MessageReader;
import io.tickgate.protocol.message.MessageBody;
import io.tickgate.protocol.message.OpaqueList;
import io.tickgate.protocol.message.WireFormat;
import io.tickgate.protocol.wire.WireBuffer;
import io.tickgate.protocol.wire.WireException;
import io.tickgate.protocol.wire.WireLimits;
import io.tickgate.protocol.wire.WireWriter;
import java.util.List;

/** Makes points, and shows what became of them. */
final class Points {
    private Points() {}

    static String point(String dataType, String timestamp, String value) {
        return "{\"timestamp\":" + timestamp + ",\"data_type\":\"" + dataType + "\",\"value\":" + value
                + ",\"additional_data\":{}}";
    }

    static String bar(String field, String timestamp, String value) {
        return "{\"timestamp\":" + timestamp + ",\"data_type\":\"ohlcv\",\"value\":" + value
                + ",\"additional_data\":{\"field\":\"" + field + "\"}}";
    }

    static OpaqueList list(String... points) {
        byte[] json = ('[' + String.join(",", points) + ']').getBytes(UTF_8);
        try {
            return new MessageReader(WireLimits.DEFAULT.withMessageBytesMax(1 << 20))
                    .readList(WireFormat.JSON, json, 0, json.length);
        } catch (WireException e) {
            throw new IllegalArgumentException(e.text(), e);
        }
    }

    static OpaqueList list(List<String> points) {
        return list(points.toArray(new String[0]));
    }

    static String json(OpaqueList list) {
        WireBuffer buffer = new WireBuffer();
        try {
            WireWriter.json(buffer).list(list);
        } catch (WireException e) {
            throw new AssertionError(e);
        }
        return new String(buffer.toBytes(), UTF_8);
    }

    static String json(MessageBody body) {
        WireBuffer buffer = new WireBuffer();
        try {
            WireWriter.json(buffer).body(body);
        } catch (WireException e) {
            throw new AssertionError(e);
        }
        return new String(buffer.toBytes(), UTF_8);
    }
}
