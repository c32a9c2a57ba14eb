package io.tickgate.core.session;

import io.tickgate.core.broadcast.Shard;
import io.tickgate.protocol.message.CloseCode;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Every session of one event loop, for what must reach them all: the clock and the end.
 *
 * <p><b>Owner:</b> the shard.
 */
public final class ShardSessions {
    private final Shard shard;
    private final Set<Session> sessions = new LinkedHashSet<>();
    private @Nullable Runnable whenEmpty;
    /** How they leave; null while nobody has to. */
    private @Nullable Departures departures;

    public ShardSessions(Shard shard) {
        this.shard = shard;
    }

    public void add(Session session) {
        assert shard.isCurrent();
        sessions.add(session);
    }

    public void remove(Session session) {
        assert shard.isCurrent();
        sessions.remove(session);
        if (sessions.isEmpty() && whenEmpty != null) {
            whenEmpty.run();
            whenEmpty = null;
        }
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

    /** Lets every session look at the clock. */
    public void tick(long nowNanos) {
        assert shard.isCurrent();
        // A session that ends here takes itself out in a task of its own, never while this runs.
        for (Session session : sessions) {
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
        departures = new Departures(sessions, code, window, lead, random, nowNanos);
    }

    /** Ends every session after what waits for it was sent. */
    public void closeAfterQueued(CloseCode code) {
        assert shard.isCurrent();
        for (Session session : sessions) {
            session.closeAfterQueued(code);
        }
    }
}
