package io.tickgate.core.broadcast;

import org.jspecify.annotations.Nullable;

/**
 * Kept publications of any topics in the order in which they shall go, linked through themselves.
 *
 * <p><b>Owner:</b> the home shard. Every step is O(1).
 */
final class HistoryQueue {
    private @Nullable HistoryEntry first;
    private @Nullable HistoryEntry last;

    /** The next one to go; null when there is none. */
    @Nullable
    HistoryEntry first() {
        return first;
    }

    void addLast(HistoryEntry entry) {
        entry.older = last;
        entry.newer = null;
        if (last == null) {
            first = entry;
        } else {
            last.newer = entry;
        }
        last = entry;
    }

    void addFirst(HistoryEntry entry) {
        entry.older = null;
        entry.newer = first;
        if (first == null) {
            last = entry;
        } else {
            first.older = entry;
        }
        first = entry;
    }

    void remove(HistoryEntry entry) {
        HistoryEntry before = entry.older;
        HistoryEntry after = entry.newer;
        if (before == null) {
            first = after;
        } else {
            before.newer = after;
        }
        if (after == null) {
            last = before;
        } else {
            after.older = before;
        }
        // A dead entry in the heap's old generation would keep those behind it alive, and they would move there one
        // after another.
        entry.older = null;
        entry.newer = null;
    }
}
