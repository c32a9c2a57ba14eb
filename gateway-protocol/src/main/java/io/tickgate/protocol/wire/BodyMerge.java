package io.tickgate.protocol.wire;

import io.tickgate.protocol.message.MessageBody;
import io.tickgate.protocol.message.WireFormat;
import java.util.LinkedHashMap;
import java.util.Map;

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

    private static void collect(MessageBody body, Map<String, Member> into) throws WireException {
        JsonMemberCursor member = new JsonMemberCursor();
        member.open(body);
        while (member.next()) {
            into.put(member.name(), new Member(body, member.start, member.end));
        }
    }
}
