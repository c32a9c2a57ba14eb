package io.tickgate.core.broadcast;

import io.netty.buffer.ByteBuf;
import io.tickgate.core.broadcast.Replay.Outcome;
import io.tickgate.core.frame.Encoding;
import io.tickgate.core.time.Clock;
import io.tickgate.protocol.message.ServerMessage;
import io.tickgate.protocol.message.SubscribeOptions.Rewind;
import io.tickgate.protocol.message.SubscribeOptions.Unit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Decides what a new subscriber gets before its first live publication: what it missed, some of the past, or the newest
 * value. A publication comes by reference to the frame that was sent, or would have been.
 *
 * <p><b>Owner:</b> the home shard.
 */
final class Replays {
    private final HistoryStore histories;
    private final UnnumberedFrames unnumbered;
    private final Clock clock;
    private SnapshotSource snapshots = SnapshotSource.NONE;

    Replays(HistoryStore histories, FrameEncoder encoder, Clock clock) {
        this.histories = histories;
        this.unnumbered = new UnnumberedFrames(encoder);
        this.clock = clock;
    }

    /** Before the first subscriber comes. */
    void useSnapshots(SnapshotSource source) {
        snapshots = source;
    }

    /** Who gets it, and on what terms: which publications, and of these which bytes. */
    private record Reader(Subscriber subscriber, Terms terms) {
        Encoding encoding() {
            return Encoding.of(subscriber.kind(), terms.view());
        }
    }

    /** What {@code subscriber} gets before the publication after {@code topic}'s last one. */
    Replay replay(Topic topic, StartAt start, Subscriber subscriber, Terms terms) {
        Reader reader = new Reader(subscriber, terms);
        if (start.wantsPoints()) {
            return unnumbered(snapshots.snapshot(topic.name(), start.points()), start.outcome(), topic, reader);
        }
        History history = topic.history();
        if (history != null) {
            histories.trim(history);
        }
        Rewind rewind = start.rewind();
        if (rewind != null) {
            return history == null ? Replay.NONE : back(topic, history, rewind, start.replaysMax(), reader);
        }
        Outcome outcome = outcomeOf(topic, history, start);
        return switch (outcome) {
            case RECOVERED -> after(topic, history, start.offset(), reader);
            case NOT_ASKED ->
                start.newest()
                        ? newest(topic, history, true, outcome, reader)
                        : unnumbered(snapshots.greeting(topic.name()), outcome, topic, reader);
            case ALREADY_SUBSCRIBED ->
                start.newest() ? newest(topic, history, true, outcome, reader) : new Replay(outcome, List.of(), true);
            default -> newest(topic, history, start.newest(), outcome, reader);
        };
    }

    private static Outcome outcomeOf(Topic topic, @Nullable History history, StartAt start) {
        return switch (start.outcome()) {
            case RECOVERED -> judge(topic, history, start.offset());
            // No offset was ever given under this epoch, so nothing can have been missed.
            case NO_POSITION -> topic.offset() == 0 ? Outcome.RECOVERED : Outcome.NO_POSITION;
            default -> start.outcome();
        };
    }

    private static Outcome judge(Topic topic, @Nullable History history, long offset) {
        long last = topic.offset();
        if (offset == last) {
            return Outcome.RECOVERED;
        }
        if (history == null) {
            return Outcome.EXPIRED;
        }
        if (last - offset > history.countMax()) {
            return Outcome.TOO_FAR;
        }
        HistoryEntry first = history.oldest();
        return first != null && first.offset() <= offset + 1 ? Outcome.RECOVERED : Outcome.EXPIRED;
    }

    /** Who was cut off together comes back with the same position, and then one list does for all of them. */
    private Replay after(Topic topic, @Nullable History history, long offset, Reader reader) {
        if (history == null) {
            return new Replay(Outcome.RECOVERED, List.of(), true);
        }
        History.Range range =
                new History.Range(offset, reader.encoding(), reader.terms().filter());
        List<Replay.Frame> frames = history.remembered(range);
        if (frames == null) {
            List<HistoryEntry> entries = new ArrayList<>();
            boolean sameForAll = true;
            for (HistoryEntry entry : history.entries()) {
                if (entry.offset() > offset) {
                    entries.add(entry);
                    sameForAll &= entry.isForAll();
                }
            }
            frames = frames(topic, entries, reader);
            if (sameForAll) {
                history.remember(range, frames);
            }
        }
        return kept(Outcome.RECOVERED, frames, 0);
    }

    /**
     * What the topic stands for now. Whom its newest publication excludes is told as well, as on a page: an exclusion spares
     * him the publication, and a value that he asks for is none.
     *
     * @param any whether a topic that is no state has to say something as well, where a module knows what
     */
    private Replay newest(Topic topic, @Nullable History history, boolean any, Outcome outcome, Reader reader) {
        HistoryEntry state = history == null ? null : history.state();
        if (state != null) {
            ServerMessage instead = snapshots.insteadOf(topic.name(), state.offset());
            if (instead != null) {
                return unnumbered(instead, outcome, topic, reader);
            }
            return histories.matches(topic, state, reader.terms().filter())
                    ? kept(outcome, List.of(frame(topic, state, reader)), 0)
                    : nothing(outcome);
        }
        return unnumbered(any ? snapshots.snapshot(topic.name(), Integer.MAX_VALUE) : null, outcome, topic, reader);
    }

    private Replay back(Topic topic, History history, Rewind rewind, int replaysMax, Reader reader) {
        long nowNanos = clock.nanoTime();
        boolean byTime = rewind.unit() == Unit.SECONDS;
        long sinceNanos = nowNanos - TimeUnit.SECONDS.toNanos(rewind.amount());
        int countMax = byTime ? replaysMax : Math.min(replaysMax, rewind.amount());
        List<HistoryEntry> entries = new ArrayList<>();
        HistoryEntry cut = null;
        for (HistoryEntry entry : history.backwards()) {
            if (byTime && entry.keptAtNanos() - sinceNanos < 0) {
                break;
            }
            if (entries.size() == countMax) {
                cut = entry;
                break;
            }
            if (isFor(topic, entry, reader)) {
                entries.add(entry);
            }
        }
        Collections.reverse(entries);
        int rewound = entries.size();
        if (byTime && cut == null && history.reachesBackTo(sinceNanos)) {
            rewound = rewind.amount();
        } else if (byTime) {
            long missingNanos = cut == null ? history.droppedAtNanos() : cut.keptAtNanos();
            rewound = (int) TimeUnit.NANOSECONDS.toSeconds(nowNanos - missingNanos);
        }
        return kept(Outcome.NOT_ASKED, frames(topic, entries, reader), rewound);
    }

    /** Borrowed frames, made where nobody needed them like that before. */
    private List<Replay.Frame> frames(Topic topic, List<HistoryEntry> entries, Reader reader) {
        List<Replay.Frame> frames = new ArrayList<>(entries.size());
        for (HistoryEntry entry : entries) {
            if (isFor(topic, entry, reader)) {
                frames.add(frame(topic, entry, reader));
            }
        }
        return frames;
    }

    private Replay.Frame frame(Topic topic, HistoryEntry entry, Reader reader) {
        return new Replay.Frame(entry.offset(), histories.frame(topic, entry, reader.encoding()));
    }

    private static Replay kept(Outcome outcome, List<Replay.Frame> borrowed, int rewound) {
        borrowed.forEach(frame -> frame.bytes().retain());
        return new Replay(outcome, borrowed, true, rewound);
    }

    private Replay unnumbered(@Nullable ServerMessage message, Outcome outcome, Topic topic, Reader reader) {
        ByteBuf bytes = message == null
                ? null
                : unnumbered.encode(
                        reader.subscriber().kind().format(),
                        reader.terms().view(),
                        reader.terms().filter(),
                        topic,
                        message);
        if (bytes == null) {
            return nothing(outcome);
        }
        return new Replay(outcome, List.of(new Replay.Frame(0, bytes)), false);
    }

    private static Replay nothing(Outcome outcome) {
        return outcome == Outcome.NOT_ASKED ? Replay.NONE : new Replay(outcome, List.of(), true);
    }

    private boolean isFor(Topic topic, HistoryEntry entry, Reader reader) {
        return entry.isFor(reader.subscriber())
                && histories.matches(topic, entry, reader.terms().filter());
    }
}
