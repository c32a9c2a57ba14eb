package io.tickgate.core.session;

import io.tickgate.core.metrics.Counter;
import io.tickgate.core.metrics.ShardCounters;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The sessions of one shard that are behind, with their socket or with their acknowledgements, and how much memory is kept
 * for all of them together. Bytes that several sessions wait for are kept, and counted, once.
 *
 * <p><b>Owner:</b> the shard. <b>Bound:</b> the shard's equal share of {@code outbound.bytes-total}; above it the session
 * that is furthest behind gives up what its families allow, or is closed (4001, or 4002 when it is acknowledgements that are missing) until the rest fits.
 */
public final class SlowReaders {
    private final ShardCounters counters;
    private final long bytesMax;
    private final Set<Session> behind = new LinkedHashSet<>();
    private final Set<Session> unacknowledging = new LinkedHashSet<>();
    private long bytes;

    /** @param bytesMax this shard's share of {@code outbound.bytes-total} */
    public SlowReaders(ShardCounters counters, long bytesMax) {
        this.counters = counters;
        this.bytesMax = bytesMax;
    }

    /** {@code change} bytes more are kept for some session, or less. */
    void add(long change) {
        bytes += change;
        counters.set(Counter.OUTBOX_BYTES, bytes);
    }

    /** The kernel did not take everything that {@code session} has. */
    void enlist(Session session) {
        behind.add(session);
        counters.set(Counter.SESSIONS_BEHIND, behind.size());
    }

    /** {@code session} has nothing more to send. */
    void discharge(Session session) {
        behind.remove(session);
        counters.set(Counter.SESSIONS_BEHIND, behind.size());
    }

    /** Counts on which step of {@link Ladder} each session stands that is behind; called a few times a second. */
    public void tick() {
        int conflating = 0;
        int overfull = 0;
        for (Session session : behind) {
            int rung = session.queue().rung();
            conflating += rung == 2 ? 1 : 0;
            overfull += rung == 3 ? 1 : 0;
        }
        counters.set(Counter.CONFLATING_NOW, conflating);
        counters.set(Counter.OVERFULL_NOW, overfull);
    }

    /** {@code change} bytes more wait for {@code session}'s acknowledgement, or less. */
    void onUnacked(Session session, long change) {
        counters.add(Counter.UNACKED_BYTES, change);
        if (session.acknowledgements().bytes() > 0) {
            unacknowledging.add(session);
        } else {
            unacknowledging.remove(session);
        }
    }

    /** At most {@code count} of those who are furthest behind, the worst first. */
    List<SlowReader> worst(int count, long nowNanos) {
        return Stream.concat(behind.stream(), unacknowledging.stream())
                .distinct()
                .sorted(Comparator.comparingLong(Session::lag).reversed())
                .limit(count)
                .map(session -> SlowReader.of(session, nowNanos))
                .toList();
    }

    /**
     * While too much is kept, takes from who is furthest behind what its families allow to be left out, and closes it when
     * that is nothing; that may be the caller's own session.
     */
    void relieve() {
        while (bytes > bytesMax) {
            Session worst = Stream.concat(behind.stream(), unacknowledging.stream())
                    .max(Comparator.comparingLong(Session::lag))
                    .orElse(null);
            if (worst == null) {
                // What is kept belongs to sessions that are about to pass it on.
                return;
            }
            if (!worst.queue().giveUpSome()) {
                worst.closing().closeWorst("the gateway's queues are full");
            }
        }
    }
}
