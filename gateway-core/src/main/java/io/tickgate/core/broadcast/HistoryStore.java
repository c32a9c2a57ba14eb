package io.tickgate.core.broadcast;

import io.netty.buffer.ByteBuf;
import io.tickgate.core.filter.CompiledFilter;
import io.tickgate.core.frame.Encoding;
import io.tickgate.core.metrics.Counter;
import io.tickgate.core.metrics.ShardCounters;
import io.tickgate.core.time.Clock;
import io.tickgate.protocol.wire.IndexedValues;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * The histories of all topics whose home is this shard, and the one order in which their publications came: when the
 * memory for all of them is used up, the oldest goes, whoever it belongs to. Only the newest value of a state stays until
 * nothing else is left, so that a quiet instrument is not forgotten because others are busy.
 *
 * <p><b>Owner:</b> the home shard. <b>Bound:</b> the shard's equal share of {@code history.bytes-total}, for what is kept
 * and what is not kept any more but still on its way to somebody.
 * <p><b>Cost:</b> keeping one publication is a reference and a link; nothing is copied. An encoding that nobody needed
 * when a publication was numbered is made once, when the first subscriber wants it; the same holds for indexed values.
 */
final class HistoryStore implements AutoCloseable {
    private final long bytesMax;
    private final FrameEncoder encoder;
    private final ShardCounters counters;
    private final Clock clock;
    private final HistoryQueue arrivals = new HistoryQueue();
    /** Newest values whose turn had come in {@link #arrivals}. */
    private final HistoryQueue spared = new HistoryQueue();

    private final ArrayDeque<HistoryEntry> leaving = new ArrayDeque<>();
    private long bytes;

    HistoryStore(long bytesMax, FrameEncoder encoder, ShardCounters counters, Clock clock) {
        this.bytesMax = bytesMax;
        this.encoder = encoder;
        this.counters = counters;
        this.clock = clock;
    }

    /** @param frames borrowed; retained while the publication is kept */
    void keep(
            History history,
            long offset,
            long epochMicros,
            EncodedFrames frames,
            @Nullable IndexedValues values,
            @Nullable Exclusion exclusion) {
        spareNoMore(history);
        HistoryEntry entry =
                new HistoryEntry(history, offset, epochMicros, clock.nanoTime(), frames, values, exclusion);
        arrivals.addLast(entry);
        history.add(entry);
        account(entry.bytes());
        trim(history);
        lookAtLeaving();
        while (bytes > bytesMax && dropOrSpareOne()) {
            // one more
        }
    }

    /**
     * Keeps what was published before the oldest of a topic, where there is room: nothing goes for it.
     *
     * @param frames borrowed; retained while the publication is kept
     * @return whether it is kept
     */
    boolean keepOlder(
            History history,
            long offset,
            long epochMicros,
            long keptAtNanos,
            EncodedFrames frames,
            @Nullable Exclusion exclusion) {
        HistoryEntry entry = new HistoryEntry(history, offset, epochMicros, keptAtNanos, frames, null, exclusion);
        HistoryEntry newest = history.newest();
        // A value that was spared will stand in front again, and nothing may stand there that is older than it.
        boolean isSpared = newest != null && newest.spared;
        if (isSpared
                || bytes + entry.bytes() > bytesMax
                || !history.hasRoomFor(entry.bytes(), clock.nanoTime() - keptAtNanos)) {
            entry.release();
            return false;
        }
        arrivals.addFirst(entry);
        history.addOlder(entry);
        account(entry.bytes());
        return true;
    }

    /** Two for each that may be added, so that what is not needed any more goes faster than anything comes. */
    private void lookAtLeaving() {
        for (int i = Math.min(2, leaving.size()); i > 0; i--) {
            release(leaving.removeFirst());
        }
    }

    /** A slow reader of a replay holds on to frames beyond their time: as long as it does, they are kept, and counted. */
    private void release(HistoryEntry entry) {
        if (entry.isInUse()) {
            leaving.addLast(entry);
        } else {
            account(-entry.bytes());
            entry.release();
        }
    }

    /** A newest value that is none any more is the next one to go. */
    private void spareNoMore(History history) {
        HistoryEntry newest = history.newest();
        if (newest != null && newest.spared) {
            spared.remove(newest);
            newest.spared = false;
            arrivals.addFirst(newest);
        }
    }

    /** @return false when nothing is kept */
    private boolean dropOrSpareOne() {
        HistoryEntry next = arrivals.first();
        if (next != null && next.history().isState(next)) {
            arrivals.remove(next);
            next.spared = true;
            spared.addLast(next);
            return true;
        }
        HistoryEntry gone = next != null ? next : spared.first();
        if (gone == null) {
            return false;
        }
        drop(gone);
        return true;
    }

    /** Ends {@link History#state} of a topic until its next publication. */
    void endState(History history) {
        spareNoMore(history);
        history.endState();
        trim(history);
    }

    /** The frame that is kept, or made now; borrowed. */
    ByteBuf frame(Topic topic, HistoryEntry entry, Encoding encoding) {
        ByteBuf known = entry.frames().frame(encoding);
        if (known != null) {
            return known;
        }
        ByteBuf made = encoder.add(entry.frames(), encoding, topic, entry.offset(), entry.epochMicros());
        onGrown(entry);
        return made;
    }

    /** Whether a publication that is kept is one that {@code filter} wants; null wants all. */
    boolean matches(Topic topic, HistoryEntry entry, @Nullable CompiledFilter filter) {
        if (filter == null) {
            return true;
        }
        IndexedValues values = entry.values();
        if (values == null) {
            values = encoder.values(
                    topic, entry.frames().plainFormat(), entry.frames().plain());
            entry.setValues(values);
            onGrown(entry);
        }
        return filter.matches(values);
    }

    private void onGrown(HistoryEntry entry) {
        int more = entry.measure();
        entry.history().grow(more);
        account(more);
    }

    /** Drops what the history may not keep any more. */
    void trim(History history) {
        long nowNanos = clock.nanoTime();
        for (HistoryEntry surplus = history.surplus(nowNanos); surplus != null; surplus = history.surplus(nowNanos)) {
            drop(surplus);
        }
    }

    /** Forgets all publications of a topic, because it was collected or what they said is withdrawn. */
    void forget(History history) {
        for (HistoryEntry entry = history.oldest(); entry != null; entry = history.oldest()) {
            drop(entry);
        }
    }

    /** @param entry the oldest of its history: histories have no holes */
    private void drop(HistoryEntry entry) {
        assert entry == entry.history().oldest();
        entry.history().removeOldest();
        (entry.spared ? spared : arrivals).remove(entry);
        release(entry);
    }

    private void account(int change) {
        bytes += change;
        counters.set(Counter.HISTORY_BYTES, bytes);
    }

    @Override
    public void close() {
        for (HistoryQueue queue : new HistoryQueue[] {arrivals, spared}) {
            for (HistoryEntry entry = queue.first(); entry != null; entry = queue.first()) {
                drop(entry);
            }
        }
        leaving.forEach(HistoryEntry::release);
        leaving.clear();
    }
}
