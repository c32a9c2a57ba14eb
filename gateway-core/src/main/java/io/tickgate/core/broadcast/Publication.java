package io.tickgate.core.broadcast;

import io.netty.buffer.ByteBuf;
import io.tickgate.core.frame.FrameKind;
import org.jspecify.annotations.Nullable;

/**
 * One message of a topic with its place in it, on its way to the shards that have subscribers.
 *
 * @param kinds bits of the kinds that somebody needed when it was numbered: only these may be asked for away from home,
 *     where more may be added later for those who recover
 * @param frames borrowed by whoever is handed this record; a shard that keeps it retains them
 */
record Publication(Topic topic, long offset, int kinds, EncodedFrames frames, Treatment treatment) {
    /** Who does not get it, or null. */
    @Nullable
    Exclusion exclusion() {
        return treatment.exclusion();
    }

    /** Borrowed. Null when nobody needed this kind at the time the publication was numbered. */
    @Nullable
    ByteBuf frame(FrameKind kind) {
        return (kinds & kind.bit()) == 0 ? null : frames.frame(kind);
    }
}
