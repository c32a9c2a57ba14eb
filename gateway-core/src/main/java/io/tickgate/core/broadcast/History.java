package io.tickgate.core.broadcast;

import io.tickgate.core.filter.CompiledFilter;
import io.tickgate.core.frame.Encoding;
import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The newest publications of one topic, without a hole from the oldest kept to the last one given. Where the newest is the
 * state of something, it is listed with the family's states as long as it is kept.
 *
 * <p><b>Owner:</b> the home shard. <b>Bound:</b> count, bytes and age of the family; all histories of a shard together
 * by {@link HistoryStore}.
 */
final class History {
    private final Topic topic;
    private final FamilySettings limits;
    private final @Nullable FamilyStates states;
    private final ArrayDeque<HistoryEntry> entries = new ArrayDeque<>(4);
    private long bytes;
    private int stateBytes;
    private boolean ended;
    private boolean dropped;
    private long droppedAtNanos;
    /** Behind this offset nothing older is to be had; {@link Long#MAX_VALUE} while nobody has looked. */
    private long askedAfter = Long.MAX_VALUE;

    private @Nullable Range rememberedRange;
    private @Nullable List<Replay.Frame> rememberedFrames;

    /** @param states where to list the newest publication, which outlives its age then; null when it is no state */
    History(Topic topic, FamilySettings limits, @Nullable FamilyStates states) {
        this.topic = topic;
        this.limits = limits;
        this.states = states;
    }

    void add(HistoryEntry entry) {
        forgetFrames();
        entries.addLast(entry);
        bytes += entry.bytes();
        ended = false;
        if (states != null) {
            if (stateBytes == 0) {
                states.add(topic);
            }
            list(states, topic.nameUtf8().length + entry.frames().plain().readableBytes());
        }
    }

    /** Keeps one that was published right before the oldest; where none is kept it is the newest. */
    void addOlder(HistoryEntry entry) {
        if (entries.isEmpty()) {
            add(entry);
        } else {
            forgetFrames();
            entries.addFirst(entry);
            bytes += entry.bytes();
        }
        setMissing(entry.offset() > 1, entry.keptAtNanos());
    }

    /** Whether one more, of that size and age, would stay. */
    boolean hasRoomFor(int entryBytes, long ageNanos) {
        return entries.size() < limits.historyCount()
                && bytes + entryBytes <= limits.historyBytes()
                && (ageNanos <= limits.historyNanos() || (entries.isEmpty() && states != null));
    }

    /** What is kept begins with the next publication. */
    void begin(boolean isAnyMissing, long nowNanos) {
        askedAfter = Long.MAX_VALUE;
        setMissing(isAnyMissing, nowNanos);
    }

    private void setMissing(boolean isAnyMissing, long atNanos) {
        dropped = isAnyMissing;
        droppedAtNanos = atNanos;
    }

    /** Whether somebody has looked already for what came behind {@code after}. */
    boolean isAsked(long after) {
        return after >= askedAfter;
    }

    /** What came behind {@code after} is here, or cannot be had. */
    void onAsked(long after) {
        askedAfter = Math.min(askedAfter, after);
    }

    private void list(FamilyStates list, int newBytes) {
        list.resize(newBytes - stateBytes);
        stateBytes = newBytes;
    }

    private void unlist() {
        if (states != null && stateBytes > 0) {
            states.remove(topic);
            list(states, 0);
        }
    }

    /** What the newest publication stood for is over; it is a publication as any other until the next one. */
    void endState() {
        ended = true;
        unlist();
    }

    void grow(int more) {
        bytes += more;
    }

    /** The next one to go, when one must go now: too many, too large, or too old. */
    @Nullable
    HistoryEntry surplus(long nowNanos) {
        HistoryEntry oldest = entries.peekFirst();
        if (oldest == null) {
            return null;
        }
        boolean tooMany = entries.size() > limits.historyCount() || bytes > limits.historyBytes();
        boolean tooOld = nowNanos - oldest.keptAtNanos() > limits.historyNanos();
        return !isState(oldest) && (tooMany || tooOld) ? oldest : null;
    }

    @Nullable
    HistoryEntry oldest() {
        return entries.peekFirst();
    }

    @Nullable
    HistoryEntry newest() {
        return entries.peekLast();
    }

    /** The newest publication, where it is the state of something; null otherwise. */
    @Nullable
    HistoryEntry state() {
        return states == null || ended ? null : entries.peekLast();
    }

    /** Whether {@code oldest} is all that is left, and is the state of something. */
    boolean isState(HistoryEntry oldest) {
        return oldest == state();
    }

    int count() {
        return entries.size();
    }

    long bytes() {
        return bytes;
    }

    int countMax() {
        return limits.historyCount();
    }

    Iterable<HistoryEntry> entries() {
        return entries;
    }

    /** From the newest back. */
    Iterable<HistoryEntry> backwards() {
        return entries::descendingIterator;
    }

    /** Whether nothing is missing that was published after {@code nanos}. */
    boolean reachesBackTo(long nanos) {
        return !dropped || nanos - droppedAtNanos >= 0;
    }

    /** When the newest one that is missing was published; only where one is. */
    long droppedAtNanos() {
        return droppedAtNanos;
    }

    /**
     * What a list of frames holds: all from one offset on that a filter wants.
     *
     * @param after the offset before the first
     */
    record Range(long after, Encoding encoding, @Nullable CompiledFilter filter) {}

    /** @return the frames that were remembered last, if they are those of {@code range}; borrowed */
    @Nullable
    List<Replay.Frame> remembered(Range range) {
        return range.equals(rememberedRange) ? rememberedFrames : null;
    }

    /** @param frames of entries that are here; borrowed, so they are forgotten with the next that comes or goes */
    void remember(Range range, List<Replay.Frame> frames) {
        rememberedRange = range;
        rememberedFrames = frames;
    }

    private void forgetFrames() {
        rememberedRange = null;
        rememberedFrames = null;
    }

    void removeOldest() {
        forgetFrames();
        HistoryEntry oldest = entries.removeFirst();
        bytes -= oldest.bytes();
        dropped = true;
        droppedAtNanos = oldest.keptAtNanos();
        if (entries.isEmpty()) {
            unlist();
        }
    }
}
