package io.tickgate.core.broadcast;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * The newest publications of one topic, without a hole from the oldest kept to the last one given.
 *
 * <p><b>Owner:</b> the home shard. <b>Bound:</b> count, bytes and age of the family; all histories of a shard together
 * by {@link HistoryStore}.
 */
final class History {
    private final FamilySettings limits;
    private final boolean keepsNewest;
    private final ArrayDeque<HistoryEntry> entries = new ArrayDeque<>(4);
    private long bytes;

    /** @param keepsNewest whether the last one outlives its age, because it is the state of something */
    History(FamilySettings limits, boolean keepsNewest) {
        this.limits = limits;
        this.keepsNewest = keepsNewest;
    }

    void add(HistoryEntry entry) {
        entries.addLast(entry);
        bytes += entry.bytes();
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
        boolean mayGo = entries.size() > 1 || !keepsNewest;
        return mayGo && (tooMany || tooOld) ? oldest : null;
    }

    @Nullable
    HistoryEntry oldest() {
        return entries.peekFirst();
    }

    @Nullable
    HistoryEntry newest() {
        return entries.peekLast();
    }

    boolean keepsNewest() {
        return keepsNewest;
    }

    int countMax() {
        return limits.historyCount();
    }

    Iterable<HistoryEntry> entries() {
        return entries;
    }

    void removeOldest() {
        bytes -= entries.removeFirst().bytes();
    }
}
