package io.tickgate.core.broadcast;

import io.netty.buffer.ByteBuf;
import io.tickgate.core.frame.Encoding;
import io.tickgate.protocol.wire.IndexedValues;
import org.jspecify.annotations.Nullable;

/**
 * One message of a topic with its place in it, on its way to the shards that have subscribers.
 *
 * @param needs bits of the encodings that somebody needed when it was numbered: only these may be asked for away from home,
 *     where more may be added later for those who recover
 * @param frames borrowed by whoever is handed this record; a shard that keeps it retains them
 * @param values what the message holds in its indexed members; null where nobody had a filter when it was numbered
 */
record Publication(
        Topic topic,
        long offset,
        long needs,
        EncodedFrames frames,
        @Nullable IndexedValues values,
        Treatment treatment) {
    /** Who does not get it, or null. */
    @Nullable
    Exclusion exclusion() {
        return treatment.exclusion();
    }

    /** Whether it is none, but tells everybody that some are lost. */
    boolean isNotice() {
        return treatment.isNotice();
    }

    /** Borrowed. Null when nobody needed it at the time the publication was numbered. */
    @Nullable
    ByteBuf frame(Encoding encoding) {
        return (needs & encoding.bit()) == 0 ? null : frames.frame(encoding);
    }
}
