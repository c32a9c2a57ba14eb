package io.tickgate.protocol.wire;

import io.tickgate.protocol.message.MessageBody;
import io.tickgate.protocol.message.WireFormat;

/**
 * Looks into opaque objects that readers have checked: takes the values of some members, or an object of some members. One
 * pass over the bytes; nothing is decoded but what is asked for.
 *
 * <p><b>Owner:</b> one thread.
 */
public final class MemberReader {
    private final MemberCursor json = MemberCursor.of(WireFormat.JSON);
    private final MemberCursor msgPack = MemberCursor.of(WireFormat.MSGPACK);
    private final WireBuffer buffer = new WireBuffer();

    /**
     * The values of {@code fields}, a slot for each. A publication without a type has the one that its subscribers see.
     *
     * @throws WireException when the members of an object that no reader checked are broken
     */
    public IndexedValues values(MessageBody body, MemberNames fields) throws WireException {
        IndexedValues values = new IndexedValues(fields.size());
        MemberCursor member = open(body);
        while (member.next()) {
            int slot = fields.indexOf(member);
            if (slot >= 0) {
                member.value(slot, values);
            }
        }
        member.close();
        if (!body.hasType() && fields.indexOfType() >= 0) {
            values.setText(fields.indexOfType(), GatewayFields.DEFAULT_TYPE);
        }
        return values;
    }

    /**
     * The members of {@code body} that are among {@code names}, and those that every publication has, as they are and in
     * their order.
     *
     * @return owns its bytes
     * @throws WireException when the members of an object that no reader checked are broken
     */
    public MessageBody cut(MessageBody body, MemberNames names) throws WireException {
        buffer.clear();
        int count = 0;
        MemberCursor member = open(body);
        while (member.next()) {
            if (names.keep(member)) {
                if (count++ > 0 && body.format() == WireFormat.JSON) {
                    buffer.put(',');
                }
                buffer.put(body.bytes(), member.start, member.end - member.start);
            }
        }
        member.close();
        byte[] bytes = buffer.toBytes();
        return new MessageBody(
                body.format(), bytes, 0, bytes.length, count, body.hasType(), body.isTypeSound(), body.hasTimestamp());
    }

    private MemberCursor open(MessageBody body) {
        MemberCursor member = body.format() == WireFormat.JSON ? json : msgPack;
        member.open(body);
        return member;
    }
}
