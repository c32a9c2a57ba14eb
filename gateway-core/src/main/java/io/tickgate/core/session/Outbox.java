package io.tickgate.core.session;

import io.tickgate.core.broadcast.SharedBytes;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * What waits for one session, in order: whole frames or joined whole frames, each shared with every other session that
 * waits for the same bytes.
 *
 * <p><b>Owner:</b> the session's loop. <b>Bound:</b> that of {@link SendQueue}.
 */
final class Outbox {
    /** What one entry costs beside its bytes: the entry, its slot, and the socket's own bookkeeping. */
    static final int ENTRY_BYTES = 64;

    /**
     * One entry.
     *
     * @param from how much of the bytes was sent before
     */
    record Entry(SharedBytes bytes, int from) {
        /** How far it sets the session back. Bytes that a history keeps are as many as it asked for, so they do not. */
        int lag() {
            return ENTRY_BYTES + (bytes.isKeptAnyway() ? 0 : bytes.length() - from);
        }
    }

    private final ArrayDeque<Entry> entries = new ArrayDeque<>(0);
    private long lag;

    boolean isEmpty() {
        return entries.isEmpty();
    }

    /** The sum of {@link Entry#lag}. */
    long lag() {
        return lag;
    }

    void add(Entry entry) {
        entries.addLast(entry);
        lag += entry.lag();
    }

    /** @return the oldest, which is taken out; null when there is none */
    @Nullable
    Entry poll() {
        Entry entry = entries.pollFirst();
        if (entry != null) {
            lag -= entry.lag();
        }
        return entry;
    }
}
