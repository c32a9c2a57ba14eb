package io.tickgate.core.broadcast;

import io.netty.buffer.ByteBuf;
import io.tickgate.core.broadcast.Replay.Outcome;
import io.tickgate.core.frame.FrameKind;
import io.tickgate.core.metrics.Counter;
import io.tickgate.core.metrics.ShardCounters;
import io.tickgate.core.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The histories of all topics whose home is this shard, and the one order in which their publications came: when the
 * memory for all of them is used up, the oldest goes, whoever it belongs to.
 *
 * <p><b>Owner:</b> the home shard. <b>Bound:</b> the shard's equal share of {@code history.bytes-total}, for what is kept
 * and what is not kept any more but still on its way to somebody.
 * <p><b>Cost:</b> keeping one publication is a reference and a link; nothing is copied. A kind of frame that nobody needed
 * when a publication was numbered is made once, when the first subscriber of that kind recovers it.
 */
final class HistoryStore implements AutoCloseable {
    private final long bytesMax;
    private final FrameEncoder encoder;
    private final ShardCounters counters;
    private final Clock clock;
    private @Nullable HistoryEntry oldest;
    private @Nullable HistoryEntry newest;
    private final ArrayDeque<HistoryEntry> leaving = new ArrayDeque<>();
    private long bytes;

    HistoryStore(long bytesMax, FrameEncoder encoder, ShardCounters counters, Clock clock) {
        this.bytesMax = bytesMax;
        this.encoder = encoder;
        this.counters = counters;
        this.clock = clock;
    }

    /** @param frames borrowed; retained while the publication is kept */
    void keep(History history, long offset, long epochMicros, EncodedFrames frames, @Nullable Exclusion exclusion) {
        HistoryEntry entry = new HistoryEntry(history, offset, epochMicros, clock.nanoTime(), frames, exclusion);
        entry.older = newest;
        if (newest == null) {
            oldest = entry;
        } else {
            newest.newer = entry;
        }
        newest = entry;
        history.add(entry);
        account(entry.bytes());
        trim(history);
        lookAtLeaving();
        while (bytes > bytesMax && oldest != null) {
            drop(oldest);
        }
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

    /** What {@code subscriber} gets before live, when the last offset given is {@code lastOffset}. */
    Replay replay(Topic topic, StartAt start, Subscriber subscriber, long lastOffset) {
        if (start.outcome() == Outcome.NOT_ASKED) {
            return Replay.NONE;
        }
        History history = topic.history();
        if (history == null) {
            boolean nothingMissed = start.outcome() == Outcome.RECOVERED && start.offset() == lastOffset;
            return new Replay(
                    start.outcome() != Outcome.RECOVERED || nothingMissed ? start.outcome() : Outcome.EXPIRED,
                    List.of(),
                    true);
        }
        trim(history);
        Outcome outcome =
                start.outcome() == Outcome.RECOVERED ? judge(history, start.offset(), lastOffset) : start.outcome();
        Replay replay = new Replay(outcome, new ArrayList<>(), true);
        try {
            addFrames(replay, topic, history, start, subscriber);
        } catch (OutOfMemoryError e) {
            replay.release();
            throw e;
        }
        return replay;
    }

    private void addFrames(Replay replay, Topic topic, History history, StartAt start, Subscriber subscriber) {
        if (replay.outcome() == Outcome.RECOVERED) {
            for (HistoryEntry entry : history.entries()) {
                if (entry.offset() > start.offset()) {
                    addFrame(replay.frames(), topic, entry, subscriber);
                }
            }
        } else if (replay.outcome() != Outcome.ALREADY_SUBSCRIBED && history.keepsNewest()) {
            HistoryEntry last = history.newest();
            if (last != null) {
                addFrame(replay.frames(), topic, last, subscriber);
            }
        }
    }

    private void addFrame(List<Replay.Frame> frames, Topic topic, HistoryEntry entry, Subscriber subscriber) {
        if (entry.isFor(subscriber)) {
            // Writing moves a buffer's indices, and these bytes are shared.
            ByteBuf bytes = frame(topic, entry, subscriber.kind());
            frames.add(new Replay.Frame(entry.offset(), bytes.retainedDuplicate()));
        }
    }

    private static Outcome judge(History history, long offset, long lastOffset) {
        if (offset == lastOffset) {
            return Outcome.RECOVERED;
        }
        if (lastOffset - offset > history.countMax()) {
            return Outcome.TOO_FAR;
        }
        HistoryEntry first = history.oldest();
        return first != null && first.offset() <= offset + 1 ? Outcome.RECOVERED : Outcome.EXPIRED;
    }

    private ByteBuf frame(Topic topic, HistoryEntry entry, FrameKind kind) {
        ByteBuf known = entry.frames().frame(kind);
        if (known != null) {
            return known;
        }
        ByteBuf made = encoder.addKind(entry.frames(), kind, topic, entry.offset(), entry.epochMicros());
        int more = entry.measure();
        entry.history().grow(more);
        account(more);
        return made;
    }

    /** Drops what the history may not keep any more. */
    private void trim(History history) {
        long nowNanos = clock.nanoTime();
        for (HistoryEntry surplus = history.surplus(nowNanos); surplus != null; surplus = history.surplus(nowNanos)) {
            drop(surplus);
        }
    }

    /** Forgets a topic that was collected. */
    void forget(History history) {
        for (HistoryEntry entry = history.oldest(); entry != null; entry = history.oldest()) {
            drop(entry);
        }
    }

    /** @param entry the oldest of its history: histories have no holes */
    private void drop(HistoryEntry entry) {
        assert entry == entry.history().oldest();
        entry.history().removeOldest();
        HistoryEntry before = entry.older;
        HistoryEntry after = entry.newer;
        if (before == null) {
            oldest = after;
        } else {
            before.newer = after;
        }
        if (after == null) {
            newest = before;
        } else {
            after.older = before;
        }
        release(entry);
    }

    private void account(int change) {
        bytes += change;
        counters.set(Counter.HISTORY_BYTES, bytes);
    }

    @Override
    public void close() {
        while (oldest != null) {
            drop(oldest);
        }
        leaving.forEach(HistoryEntry::release);
        leaving.clear();
    }
}
