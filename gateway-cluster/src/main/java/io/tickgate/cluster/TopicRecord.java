package io.tickgate.cluster;

import io.tickgate.core.broadcast.StoredPublication;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What a bucket keeps of one topic: its last offset (8 bytes), when it was given (8), how often it was
 * forgotten (4), and of a state its newest publication.
 *
 * @param epochMicros by the clock of Redis; 0 where nothing was published
 * @param newest null where none is kept
 */
record TopicRecord(
        long offset,
        long epochMicros,
        int forgets,
        @Nullable StoredPublication newest) {
    private static final int PLACE_BYTES = 20;

    /**
     * @param floor of the epoch: what was numbered under an earlier one stands at it
     * @param run of this gateway
     */
    static TopicRecord read(byte[] record, long floor, long run) {
        ByteBuffer bytes = ByteBuffer.wrap(record);
        long offset = Math.max(bytes.getLong(), floor);
        long epochMicros = bytes.getLong();
        int forgets = bytes.getInt();
        return new TopicRecord(
                offset,
                epochMicros,
                forgets,
                record.length == PLACE_BYTES ? null : Packed.unpack(bytes, offset, epochMicros, run));
    }
}
