package io.tickgate.core.feed.shared;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tickgate.core.broadcast.StoredPublication;
import io.tickgate.protocol.message.MessageBody;
import io.tickgate.protocol.message.WireFormat;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A module's publication as the value of a row, which lasts longer than the history of its topic: offset (8 bytes),
 * microseconds (8), flags (1), members of the body (4), length of the note (2) and the note, body.
 */
public final class KeptPublication {
    private static final int HEAD_BYTES = 8 + 8 + 1 + 4 + 2;
    private static final int MSGPACK = 1;
    private static final int HAS_TYPE = 2;
    private static final int HAS_TIMESTAMP = 4;

    private KeptPublication() {}

    /**
     * Writes what a draft will be once it has the offset that it expects.
     *
     * @param note of the draft
     */
    public static byte[] toBytes(long offset, long epochMicros, String note, MessageBody body) {
        byte[] text = note.getBytes(UTF_8);
        int flags = (body.format() == WireFormat.MSGPACK ? MSGPACK : 0)
                | (body.hasType() ? HAS_TYPE : 0)
                | (body.hasTimestamp() ? HAS_TIMESTAMP : 0);
        return ByteBuffer.allocate(HEAD_BYTES + text.length + body.length())
                .putLong(offset)
                .putLong(epochMicros)
                .put((byte) flags)
                .putInt(body.memberCount())
                .putShort((short) text.length)
                .put(text)
                .put(body.bytes(), body.offset(), body.length())
                .array();
    }

    /** What {@link #toBytes} wrote; null where it was something else. */
    public static @Nullable StoredPublication of(byte[] value) {
        if (value.length < HEAD_BYTES) {
            return null;
        }
        ByteBuffer in = ByteBuffer.wrap(value);
        long offset = in.getLong();
        long epochMicros = in.getLong();
        int flags = in.get();
        int members = in.getInt();
        int noteLength = in.getShort() & 0xFFFF;
        if (in.remaining() < noteLength) {
            return null;
        }
        String note = new String(value, in.position(), noteLength, UTF_8);
        byte[] bytes = Arrays.copyOfRange(value, in.position() + noteLength, value.length);
        MessageBody body = new MessageBody(
                (flags & MSGPACK) != 0 ? WireFormat.MSGPACK : WireFormat.JSON,
                bytes,
                0,
                bytes.length,
                members,
                (flags & HAS_TYPE) != 0,
                (flags & HAS_TIMESTAMP) != 0);
        return new StoredPublication(offset, epochMicros, body, true, false, null, note, false);
    }
}
