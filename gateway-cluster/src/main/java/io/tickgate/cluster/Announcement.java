package io.tickgate.cluster;

import io.tickgate.core.broadcast.StoredPublication;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What a bucket tells its followers: its sequence (8 bytes), kind (1), offset (8), microseconds (8), how often the topic
 * was forgotten (4), length of the topic's name
 * (2), the name, and of a publication what {@link Packed} makes of it.
 *
 * @param sequence counts up by one in the bucket, whatever is told
 * @param forgets with this one, where it is told of one
 * @param publication null where the topic was forgotten
 * @param bytes how much came
 */
record Announcement(
        long sequence,
        String topic,
        long offset,
        int forgets,
        @Nullable StoredPublication publication,
        int bytes) {
    private static final int FORGOTTEN = 1;

    /** @param run of this gateway */
    static Announcement read(byte[] message, long run) {
        ByteBuffer bytes = ByteBuffer.wrap(message);
        long sequence = bytes.getLong();
        int kind = bytes.get();
        long offset = bytes.getLong();
        long epochMicros = bytes.getLong();
        int forgets = bytes.getInt();
        byte[] topic = new byte[bytes.getShort() & 0xffff];
        bytes.get(topic);
        return new Announcement(
                sequence,
                Keyspace.text(topic),
                offset,
                forgets,
                kind == FORGOTTEN ? null : Packed.unpack(bytes, offset, epochMicros, run),
                message.length);
    }

    /** What it says of the store; null where the topic was forgotten. */
    @Nullable
    Witness witness() {
        return publication == null ? null : new Witness(sequence, topic, offset, publication.epochMicros());
    }
}
