package io.tickgate.core.session;

import io.tickgate.core.metrics.Counter;
import io.tickgate.core.metrics.ShardCounters;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The sessions of one shard that are behind, and how much waits for all of them together.
 *
 * <p><b>Owner:</b> the shard. <b>Bound:</b> the shard's equal share of {@code outbound.bytes-total}; above it the session
 * with the most waiting bytes is closed (4001) until the rest fits.
 */
public final class SlowReaders {
    private final ShardCounters counters;
    private final long bytesMax;
    private final Set<Session> behind = new LinkedHashSet<>();
    private long bytes;

    /** @param bytesMax this shard's share of {@code outbound.bytes-total} */
    public SlowReaders(ShardCounters counters, long bytesMax) {
        this.counters = counters;
        this.bytesMax = bytesMax;
    }

    /** {@code session} now waits for {@code added} bytes more. It may be closed before this returns. */
    void onQueued(Session session, long added) {
        behind.add(session);
        change(added);
        while (bytes > bytesMax) {
            Session worst = behind.stream()
                    .max(Comparator.comparingLong(Session::waitingBytes))
                    .orElseThrow();
            // Closing empties its outbox, so the sum falls with every round.
            worst.closeSlow("the gateway's queues are full");
        }
    }

    /** {@code session} waits for {@code removed} bytes less. */
    void onDrained(Session session, long removed, boolean empty) {
        if (empty) {
            behind.remove(session);
        }
        change(-removed);
    }

    private void change(long amount) {
        bytes += amount;
        counters.set(Counter.OUTBOX_BYTES, bytes);
        counters.set(Counter.SESSIONS_BEHIND, behind.size());
    }
}
