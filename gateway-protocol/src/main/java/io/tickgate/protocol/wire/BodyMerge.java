package io.tickgate.protocol.wire;

import io.tickgate.protocol.message.MessageBody;
import io.tickgate.protocol.message.WireFormat;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Lays one opaque object over another, one level deep: a member of the upper replaces the one of the same name, in its
 * place; the others follow at the end. Values are copied as they are, so every digit stays. The result is JSON.
 */
public final class BodyMerge {
    /** An object without members. */
    public static final MessageBody EMPTY = new MessageBody(WireFormat.JSON, new byte[0], 0, 0, 0, false, false);

    /** One member, name and all, within the object that it comes from. */
    private record Member(MessageBody source, int start, int end) {}

    private BodyMerge() {}

    /**
     * Merges two objects that readers have checked.
     *
     * @return owns its bytes
     * @throws WireException when an object that no reader checked holds what JSON cannot say
     */
    public static MessageBody merge(MessageBody lower, MessageBody upper) throws WireException {
        Map<String, Member> members = new LinkedHashMap<>();
        collect(asJson(lower), members);
        collect(asJson(upper), members);
        WireBuffer out = new WireBuffer();
        for (Member member : members.values()) {
            if (out.length() > 0) {
                out.put(',');
            }
            out.put(member.source.bytes(), member.start, member.end - member.start);
        }
        byte[] bytes = out.toBytes();
        return new MessageBody(
                WireFormat.JSON,
                bytes,
                0,
                bytes.length,
                members.size(),
                members.containsKey(GatewayFields.TYPE),
                members.containsKey(GatewayFields.TIMESTAMP));
    }

    private static MessageBody asJson(MessageBody body) throws WireException {
        if (body.format() == WireFormat.JSON) {
            return body;
        }
        WireBuffer out = new WireBuffer();
        WireWriter.json(out).body(body);
        return new MessageBody(
                WireFormat.JSON,
                out.array(),
                1,
                out.length() - 2,
                body.memberCount(),
                body.hasType(),
                body.hasTimestamp());
    }

    /** Walks members whose syntax is known to be right: strings and brackets are all that has to be told apart. */
    private static void collect(MessageBody body, Map<String, Member> into) throws WireException {
        byte[] bytes = body.bytes();
        int end = body.offset() + body.length();
        for (int at = nextString(bytes, body.offset(), end); at < end; at = nextString(bytes, at, end)) {
            int nameEnd = endOfString(bytes, at);
            int valueEnd = endOfValue(bytes, nameEnd, end);
            into.put(name(bytes, at, nameEnd), new Member(body, at, valueEnd));
            at = valueEnd;
        }
    }

    private static int nextString(byte[] bytes, int from, int end) {
        int at = from;
        while (at < end && bytes[at] != '"') {
            at++;
        }
        return at;
    }

    /** @return one past the closing quote of the string that opens at {@code at} */
    private static int endOfString(byte[] bytes, int at) {
        int i = at + 1;
        while (bytes[i] != '"') {
            i += bytes[i] == '\\' ? 2 : 1;
        }
        return i + 1;
    }

    /** @return where the comma behind the value stands, or the end; spaces before it are the value's */
    private static int endOfValue(byte[] bytes, int from, int end) {
        int depth = 0;
        int i = from;
        while (i < end && (depth > 0 || bytes[i] != ',')) {
            switch (bytes[i]) {
                case '"' -> i = endOfString(bytes, i);
                case '{', '[' -> {
                    depth++;
                    i++;
                }
                case '}', ']' -> {
                    depth--;
                    i++;
                }
                default -> i++;
            }
        }
        return i;
    }

    /** Two spellings of one name are one name, so escapes are resolved. */
    private static String name(byte[] bytes, int start, int end) throws WireException {
        String raw = new String(bytes, start + 1, end - start - 2, StandardCharsets.UTF_8);
        if (raw.indexOf('\\') < 0) {
            return raw;
        }
        byte[] object = ("{\"" + raw + "\":0}").getBytes(StandardCharsets.UTF_8);
        try (WireReader in = WireReader.of(WireFormat.JSON, WireLimits.DEFAULT)) {
            in.open(object, 0, object.length);
            @Nullable String name = in.nextName();
            return name == null ? raw : name;
        }
    }
}
