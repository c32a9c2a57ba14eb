package io.tickgate.cluster;

import io.lettuce.core.StreamMessage;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A publication that a bucket has had under this epoch, and its place. A store that has lost it and was published to since
 * may stand at a higher sequence than before, but has another publication in this place, or none yet.
 *
 * @param sequence of the bucket when it was numbered
 */
record Witness(long sequence, String topic, long offset, long epochMicros) {
    /**
     * What the store has where the publication was.
     *
     * @param record of its topic; null where there is none
     * @param entries of its topic's stream under its offset; none where no more is kept
     */
    @SuppressWarnings("ArrayRecordComponent") // Bytes that nobody compares or changes.
    record Trace(byte @Nullable [] record, List<StreamMessage<byte[], byte[]>> entries) {
        static final Trace NONE = new Trace(null, List.of());
    }

    /**
     * Whether the store cannot have had it.
     *
     * @param epochFloor what is not above was numbered under an earlier epoch, and says nothing of this one
     * @param bucketFloor up to which records of topics may have been dropped
     */
    boolean isContradicted(Trace trace, long epochFloor, long bucketFloor) {
        if (offset <= epochFloor) {
            return false;
        }
        if (trace.record() == null) {
            return offset > bucketFloor;
        }
        ByteBuffer record = ByteBuffer.wrap(trace.record());
        long last = record.getLong();
        if (last < offset || (last == offset && record.getLong() != epochMicros)) {
            return true;
        }
        String id = offset + "-" + epochMicros;
        return trace.entries().stream().anyMatch(entry -> !entry.getId().equals(id));
    }
}
