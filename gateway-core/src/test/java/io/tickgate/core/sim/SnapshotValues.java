package io.tickgate.core.sim;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.tickgate.protocol.message.OpaqueList;
import io.tickgate.protocol.message.SnapshotPage;
import io.tickgate.protocol.message.WireFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessageUnpacker;

/** Reads the items of snapshot pages with decoders that are not the gateway's. */
public final class SnapshotValues {
    /** One item: where it is, and what its message says about itself. */
    public record Value(String channel, long offset, String type) {}

    private SnapshotValues() {}

    /** All items that {@code client} got, the last of each channel. */
    public static Map<String, Value> of(SimulatedClient client) {
        Map<String, Value> values = new LinkedHashMap<>();
        for (SnapshotPage page : client.received().all(SnapshotPage.class)) {
            of(page).forEach(value -> values.put(value.channel(), value));
        }
        return values;
    }

    public static List<Value> of(SnapshotPage page) {
        try {
            return values(json(page.items()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String json(OpaqueList items) throws IOException {
        if (items.format() == WireFormat.JSON) {
            return '[' + new String(items.bytes(), items.offset(), items.length(), StandardCharsets.UTF_8) + ']';
        }
        ByteArrayOutputStream array = new ByteArrayOutputStream();
        array.write(0xdc);
        array.write(items.elementCount() >>> 8);
        array.write(items.elementCount());
        array.write(items.bytes(), items.offset(), items.length());
        try (MessageUnpacker unpacker = MessagePack.newDefaultUnpacker(array.toByteArray())) {
            return unpacker.unpackValue().toJson();
        }
    }

    private static List<Value> values(String json) throws IOException {
        List<Value> values = new ArrayList<>();
        try (JsonParser in = new JsonFactory().createParser(json)) {
            in.nextToken();
            while (in.nextToken() == JsonToken.START_OBJECT) {
                values.add(value(in));
            }
        }
        return values;
    }

    private static Value value(JsonParser in) throws IOException {
        String channel = "";
        String type = "";
        long offset = -1;
        for (String name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
            in.nextToken();
            switch (name) {
                case "channel" -> channel = in.getText();
                case "offset" -> offset = in.getLongValue();
                case "message" -> type = message(in, channel, offset);
                default -> throw new AssertionError("an item has no " + name);
            }
        }
        return new Value(channel, offset, type);
    }

    /** The message is the publication as live subscribers get it, so it says the same. */
    private static String message(JsonParser in, String channel, long offset) throws IOException {
        String type = "";
        for (String name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
            in.nextToken();
            if (name.equals("type")) {
                type = in.getText();
            } else if (name.equals("channel") && !in.getText().equals(channel)) {
                throw new AssertionError(in.getText() + " on the line of " + channel);
            } else if (name.equals("offset") && in.getLongValue() != offset) {
                throw new AssertionError(in.getLongValue() + " on the line of " + offset);
            }
            in.skipChildren();
        }
        return type;
    }
}
