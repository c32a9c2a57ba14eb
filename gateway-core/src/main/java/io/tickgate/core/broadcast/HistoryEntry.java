package io.tickgate.core.broadcast;

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
    private int bytes;

    /** Whether it waits among the newest values that were spared, rather than among those that arrived. */
    boolean spared;

    @Nullable
    HistoryEntry older;

    @Nullable
    HistoryEntry newer;

    /**
     * @param frames retained from now on
     * @param exclusion who does not get it, or null
     */
    HistoryEntry(
            History history,
            long offset,
            long epochMicros,
            long keptAtNanos,
            EncodedFrames frames,
            @Nullable Exclusion exclusion) {
        this.history = history;
        this.offset = offset;
        this.epochMicros = epochMicros;
        this.keptAtNanos = keptAtNanos;
        this.frames = frames;
        this.exclusion = exclusion;
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

    /** What keeping it costs. */
    int bytes() {
        return bytes;
    }

    /** Looks again at what it costs, after a kind of frame was added. @return the difference */
    int measure() {
        int before = bytes;
        bytes = OVERHEAD_BYTES + frames.bytes();
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
