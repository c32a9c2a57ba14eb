package io.tickgate.core.broadcast;

import io.tickgate.protocol.wire.IndexedValues;
import org.jspecify.annotations.Nullable;

/**
 * One publication that is kept, linked with those kept before and after it, of whatever topic.
 *
 * <p><b>Owner:</b> the home shard.
 */
final class HistoryEntry {
    /** This object, its place in the topic's queue, the frames' object and what a pooled buffer costs beside its bytes. */
    static final int OVERHEAD_BYTES = 256;

    private final History history;
    private final long offset;
    private final long epochMicros;
    private final long keptAtNanos;
    private final EncodedFrames frames;
    private final @Nullable Exclusion exclusion;
    private @Nullable IndexedValues values;
    private int bytes;

    /** Whether it waits among the newest values that were spared, rather than among those that arrived. */
    boolean spared;

    @Nullable
    HistoryEntry older;

    @Nullable
    HistoryEntry newer;

    /**
     * @param frames retained from now on
     * @param values what the message holds in its indexed members, where that is known
     * @param exclusion who does not get it, or null
     */
    HistoryEntry(
            History history,
            long offset,
            long epochMicros,
            long keptAtNanos,
            EncodedFrames frames,
            @Nullable IndexedValues values,
            @Nullable Exclusion exclusion) {
        this.history = history;
        this.offset = offset;
        this.epochMicros = epochMicros;
        this.keptAtNanos = keptAtNanos;
        this.frames = frames;
        this.exclusion = exclusion;
        this.values = values;
        frames.retain();
        measure();
    }

    History history() {
        return history;
    }

    long offset() {
        return offset;
    }

    long epochMicros() {
        return epochMicros;
    }

    long keptAtNanos() {
        return keptAtNanos;
    }

    /** Whether nobody at all is excluded. */
    boolean isForAll() {
        return exclusion == null;
    }

    boolean isFor(Subscriber subscriber) {
        return exclusion == null || !exclusion.excludes(subscriber);
    }

    EncodedFrames frames() {
        return frames;
    }

    /** What the message holds in its indexed members; null when nobody asked yet. */
    @Nullable
    IndexedValues values() {
        return values;
    }

    void setValues(IndexedValues read) {
        values = read;
    }

    /** What keeping it costs. */
    int bytes() {
        return bytes;
    }

    /** Looks again at what it costs, after something was added. @return the difference */
    int measure() {
        int before = bytes;
        bytes = OVERHEAD_BYTES + frames.bytes() + (values == null ? 0 : values.bytes());
        return bytes - before;
    }

    /** Whether somebody beside the history holds on to the frames. */
    boolean isInUse() {
        return frames.isInUse();
    }

    void release() {
        frames.release();
    }
}
