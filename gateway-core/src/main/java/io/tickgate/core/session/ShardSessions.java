package io.tickgate.core.session;

import io.tickgate.core.broadcast.Shard;
import io.tickgate.protocol.message.CloseCode;
import java.time.Duration;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Every session of one event loop, for what must reach them all: the clock and the end.
 *
 * <p><b>Owner:</b> the shard.
 */
public final class ShardSessions {
    private final Shard shard;
    /** By the order in which they came, which is how far somebody got who looks at them one page after the other. */
    private final TreeMap<Long, Session> sessions = new TreeMap<>();

    private long serials;
    private @Nullable Runnable whenEmpty;
    /** How they leave; null while nobody has to. */
    private @Nullable Departures departures;

    public ShardSessions(Shard shard) {
        this.shard = shard;
        shard.onRestart(affected -> sessions.values().forEach(session -> session.onEpochChange(affected)));
    }

    public void add(Session session) {
        assert shard.isCurrent();
        serials++;
        session.enlist(serials);
        sessions.put(serials, session);
    }

    public void remove(Session session) {
        assert shard.isCurrent();
        sessions.remove(session.serial());
        if (sessions.isEmpty() && whenEmpty != null) {
            whenEmpty.run();
            whenEmpty = null;
        }
    }

    public Shard shard() {
        return shard;
    }

    /**
     * Shows sessions in the order in which they came.
     *
     * @param after the serial of the last one that was seen; 0 for none
     * @param max how many at most
     * @param visitor says false to see no more
     * @return the serial of the last one that it saw; {@link Long#MAX_VALUE} when there are no more
     */
    public long visit(long after, int max, Predicate<Session> visitor) {
        assert shard.isCurrent();
        int seen = 0;
        for (Session session : sessions.tailMap(after, false).values()) {
            seen++;
            if (!visitor.test(session) || seen == max) {
                return session.serial();
            }
        }
        return Long.MAX_VALUE;
    }

    /** Runs {@code task} once, when the last session is gone; at once when there is none. */
    public void whenEmpty(Runnable task) {
        assert shard.isCurrent();
        if (sessions.isEmpty()) {
            task.run();
        } else {
            whenEmpty = task;
        }
    }

    /**
     * The loop did not run for so long, because the process was stopped or had no processor: clients did not fall silent, and
     * did not stop reading, because of that. Comes before the next {@link #tick}.
     */
    public void onStandstill(long lostNanos, long nowNanos) {
        assert shard.isCurrent();
        for (Session session : sessions.values()) {
            session.onStandstill(lostNanos, nowNanos);
        }
    }

    /** Lets every session look at the clock. */
    public void tick(long nowNanos) {
        assert shard.isCurrent();
        // A session that ends here takes itself out in a task of its own, never while this runs.
        for (Session session : sessions.values()) {
            session.tick(nowNanos);
        }
        if (departures != null) {
            departures.tick(nowNanos);
        }
    }

    /**
     * Sends every session away at a moment of its own.
     *
     * @param code the last word to those who do not leave by themselves
     * @param window over which, from {@code nowNanos}
     * @param lead how long after its moment a session is closed at the earliest
     */
    public void sendAway(CloseCode code, Duration window, Duration lead, Random random, long nowNanos) {
        assert shard.isCurrent();
        departures = new Departures(sessions.values(), code, window, lead, random, nowNanos);
    }

    /** Ends every session after what waits for it was sent. */
    public void closeAfterQueued(CloseCode code) {
        assert shard.isCurrent();
        for (Session session : sessions.values()) {
            session.closeAfterQueued(code);
        }
    }
}
