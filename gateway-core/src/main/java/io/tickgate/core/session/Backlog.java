package io.tickgate.core.session;

import io.netty.buffer.ByteBuf;
import io.tickgate.core.broadcast.SharedBytes;
import io.tickgate.core.broadcast.Topic;
import io.tickgate.core.metrics.Counter;
import io.tickgate.core.metrics.ShardCounters;
import io.tickgate.protocol.message.NoticeMessage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One session's account of what waits for its client, wherever it stands: how far the session is behind, what of it the
 * client asked for, what has been left out. It tells {@link SlowReaders} what is kept in memory for it.
 *
 * <p><b>Owner:</b> the session's loop.
 */
final class Backlog {
    /** What one run of frames costs beside its bytes: the object, its slot, and the socket's own bookkeeping. */
    static final int ENTRY_BYTES = 64;

    /** What one frame of a replay costs, whose bytes a history keeps anyway: its place in a list. */
    static final int KEPT_FRAME_BYTES = 32;

    private final SlowReaders slowReaders;
    private final ShardCounters counters;
    private final Function<NoticeMessage.Lag, @Nullable ByteBuf> encoder;
    private long lag;
    private long asked;
    private long kept;
    private long yielding;
    private int longest;
    private long conflated;
    private long dropped;

    /** @param encoder makes a frame that the caller owns; null when there is no memory for it, and the connection was cut */
    Backlog(SlowReaders slowReaders, ShardCounters counters, Function<NoticeMessage.Lag, @Nullable ByteBuf> encoder) {
        this.slowReaders = slowReaders;
        this.counters = counters;
        this.encoder = encoder;
    }

    /** How far all of it sets the session back, in bytes. */
    long lag() {
        return lag;
    }

    /** How much of {@link #lag} is there because the client asked for it. */
    long asked() {
        return asked;
    }

    /** How much of {@link #lag} are places of a replay, which no client is late for. */
    long kept() {
        return kept;
    }

    /** How much of {@link #lag} are newest values of states, which grow no further. */
    long yielding() {
        return yielding;
    }

    /** The longest single frame that waited since nothing did. */
    int longest() {
        return longest;
    }

    /** Publications that newer ones stood in for, since the session began. */
    long conflated() {
        return conflated;
    }

    /** Publications that were dropped, since the session began. */
    long dropped() {
        return dropped;
    }

    /** A run of {@code length} bytes is held. */
    void hold(SharedBytes bytes, int length) {
        slowReaders.add(bytes.hold() + ENTRY_BYTES);
        change(bytes, length, ENTRY_BYTES);
    }

    /** {@code length} bytes of a run have left. */
    void shrink(SharedBytes bytes, int length) {
        change(bytes, -length, 0);
    }

    /** {@code length} bytes more of what is held belong to a run. */
    void grow(SharedBytes bytes, int length) {
        change(bytes, length, 0);
    }

    /** A run is given up, of which {@code length} bytes have not left. */
    void letGo(SharedBytes bytes, int length) {
        slowReaders.add(-(bytes.letGo() + ENTRY_BYTES));
        change(bytes, -length, -ENTRY_BYTES);
    }

    private void change(SharedBytes bytes, int length, int overhead) {
        lag += overhead + (bytes.isKeptAnyway() ? 0 : length);
        asked += bytes.isAskedFor() ? length : 0;
        if (lag == 0) {
            longest = 0;
        }
    }

    /** {@code frames} more of a replay wait, or less. A history keeps them, and their list is shared by all who missed the same. */
    void keep(int frames) {
        long bytes = (long) frames * KEPT_FRAME_BYTES;
        lag += bytes;
        kept += bytes;
    }

    /** A single frame of that length waits. */
    void onFrame(int length) {
        longest = Math.max(longest, length);
    }

    /** {@code change} bytes more are newest values, or less. */
    void addYielding(int change) {
        yielding += change;
    }

    /** A publication of {@code topic} left its place to a newer one. */
    void onConflated(Topic topic) {
        conflated++;
        counters.add(Counter.CONFLATED, topic.familyIndex(), 1);
    }

    void onDropped(Topic topic) {
        dropped++;
        counters.add(Counter.DROPPED, topic.familyIndex(), 1);
    }

    /** Bytes of urgent publications have left that had to wait. */
    void onUrgentSent(int bytes) {
        counters.add(Counter.URGENT_LATE_BYTES, bytes);
    }

    /** Bytes of other publications have left that had to wait. */
    void onBulkSent(int bytes) {
        counters.add(Counter.BULK_LATE_BYTES, bytes);
    }

    /** @return null when there was no memory for it, and the connection was cut */
    @Nullable
    SharedRun encode(NoticeMessage.Lag lagMessage) {
        ByteBuf frame = encoder.apply(lagMessage);
        if (frame == null) {
            return null;
        }
        counters.increment(Counter.LAGS);
        SharedRun run = SharedRun.of(this, SharedBytes.of(frame));
        frame.release();
        return run;
    }
}
