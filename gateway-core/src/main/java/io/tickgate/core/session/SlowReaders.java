package io.tickgate.core.session;

import io.netty.buffer.ByteBuf;
import io.tickgate.core.metrics.Counter;
import io.tickgate.core.metrics.ShardCounters;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The sessions of one shard that are behind, with their socket or with their acknowledgements, and how much is kept for all
 * of them together.
 *
 * <p><b>Owner:</b> the shard. <b>Bound:</b> the shard's equal share of {@code outbound.bytes-total}; above it the session
 * for which most is kept is closed (4001, or 4002 when it is acknowledgements that are missing) until the rest fits.
 */
public final class SlowReaders {
    private final ShardCounters counters;
    private final long bytesMax;
    private final Set<Session> behind = new LinkedHashSet<>();
    private final Set<Session> unacknowledging = new LinkedHashSet<>();
    private long bytes;
    private long unackedBytes;
    private @Nullable SharedFrame lastShared;

    /** @param bytesMax this shard's share of {@code outbound.bytes-total} */
    public SlowReaders(ShardCounters counters, long bytesMax) {
        this.counters = counters;
        this.bytesMax = bytesMax;
    }

    /** {@code session} now waits for {@code added} bytes more. It may be closed before this returns. */
    void onQueued(Session session, long added) {
        behind.add(session);
        change(added);
        closeWorst();
    }

    /** {@code session} waits for {@code removed} bytes less. */
    void onDrained(Session session, long removed, boolean empty) {
        if (empty) {
            behind.remove(session);
        }
        change(-removed);
    }

    /**
     * The account of a frame that is about to be kept until it is acknowledged: sessions that are handed the same
     * publication one after the other share it.
     */
    SharedFrame share(ByteBuf frame) {
        SharedFrame shared = lastShared;
        if (shared == null || !shared.isOf(frame)) {
            shared = new SharedFrame(frame, false);
            lastShared = shared;
        }
        return shared;
    }

    /** {@code added} bytes more are kept until {@code session} acknowledges. It may be closed before this returns. */
    void onUnacked(Session session, long added) {
        unacknowledging.add(session);
        changeUnacked(added);
        closeWorst();
    }

    /** {@code removed} bytes less are kept for {@code session}. */
    void onAcked(Session session, long removed, boolean empty) {
        if (empty) {
            unacknowledging.remove(session);
        }
        changeUnacked(-removed);
    }

    private void closeWorst() {
        while (bytes + unackedBytes > bytesMax) {
            Session worst = Stream.concat(behind.stream(), unacknowledging.stream())
                    .max(Comparator.comparingLong(Session::keptBytes))
                    .orElseThrow();
            // Closing gives up what is kept for it, so the sum falls with every round.
            worst.closeWorst("the gateway's queues are full");
        }
    }

    private void change(long amount) {
        bytes += amount;
        counters.set(Counter.OUTBOX_BYTES, bytes);
        counters.set(Counter.SESSIONS_BEHIND, behind.size());
    }

    private void changeUnacked(long amount) {
        unackedBytes += amount;
        counters.set(Counter.UNACKED_BYTES, unackedBytes);
    }
}
