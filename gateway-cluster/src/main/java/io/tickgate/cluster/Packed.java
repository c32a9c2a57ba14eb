package io.tickgate.cluster;

import io.tickgate.core.broadcast.Draft;
import io.tickgate.core.broadcast.StoredPublication;
import io.tickgate.protocol.message.MessageBody;
import io.tickgate.protocol.message.WireFormat;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A publication as bytes, without its place: run of the gateway (8 bytes), number among those that it sent to the bucket (8),
 * flags (1), members of the body (4), the id of whom it excludes and the note of its module, each behind its length (4; -1 for
 * none), body. The script compares the first sixteen.
 */
final class Packed {
    private static final int HEAD_BYTES = 8 + 8 + 1 + 4 + 4 + 4;

    private static final byte[] NOTHING = {};

    private static final int MSGPACK = 1;
    private static final int HAS_TYPE = 2;
    private static final int TYPE_IS_SOUND = 4;
    private static final int HAS_TIMESTAMP = 8;
    private static final int MAY_CONFLATE = 16;
    private static final int URGENT = 32;

    private Packed() {}

    static byte[] pack(Draft draft, long run) {
        MessageBody body = draft.body();
        byte[] exclude = draft.exclude() == null ? NOTHING : Keyspace.bytes(draft.exclude());
        byte[] note = draft.note() == null ? NOTHING : Keyspace.bytes(draft.note());
        ByteBuffer packed = ByteBuffer.allocate(HEAD_BYTES + exclude.length + note.length + body.length())
                .putLong(run)
                .putLong(0)
                .put((byte) flags(draft, body))
                .putInt(body.memberCount());
        put(packed, draft.exclude() == null, exclude);
        put(packed, draft.note() == null, note);
        return packed.put(body.bytes(), body.offset(), body.length()).array();
    }

    private static void put(ByteBuffer packed, boolean isNone, byte[] text) {
        packed.putInt(isNone ? -1 : text.length).put(text);
    }

    /** Says which one it is among those that its run has sent to the bucket. */
    static void number(byte[] packed, long number) {
        ByteBuffer.wrap(packed).putLong(8, number);
    }

    private static int flags(Draft draft, MessageBody body) {
        return (body.format() == WireFormat.MSGPACK ? MSGPACK : 0)
                | (body.hasType() ? HAS_TYPE : 0)
                | (body.isTypeSound() ? TYPE_IS_SOUND : 0)
                | (body.hasTimestamp() ? HAS_TIMESTAMP : 0)
                | (draft.mayConflate() ? MAY_CONFLATE : 0)
                | (draft.urgent() ? URGENT : 0);
    }

    /**
     * What {@code bytes} hold from their position to their end.
     *
     * @param run of this gateway
     */
    static StoredPublication unpack(ByteBuffer bytes, long offset, long epochMicros, long run) {
        boolean isOwn = bytes.getLong() == run;
        bytes.getLong();
        int flags = bytes.get();
        int memberCount = bytes.getInt();
        String exclude = text(bytes);
        String note = text(bytes);
        byte[] members = new byte[bytes.remaining()];
        bytes.get(members);
        MessageBody body = new MessageBody(
                (flags & MSGPACK) == 0 ? WireFormat.JSON : WireFormat.MSGPACK,
                members,
                0,
                members.length,
                memberCount,
                (flags & HAS_TYPE) != 0,
                (flags & TYPE_IS_SOUND) != 0,
                (flags & HAS_TIMESTAMP) != 0);
        return new StoredPublication(
                offset, epochMicros, body, (flags & MAY_CONFLATE) != 0, (flags & URGENT) != 0, exclude, note, isOwn);
    }

    private static @Nullable String text(ByteBuffer bytes) {
        int length = bytes.getInt();
        if (length < 0) {
            return null;
        }
        byte[] text = new byte[length];
        bytes.get(text);
        return Keyspace.text(text);
    }
}
