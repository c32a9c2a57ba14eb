package io.tickgate.core.session;

import io.tickgate.core.broadcast.Shard;
import io.tickgate.protocol.message.CloseCode;
import java.util.LinkedHashSet;
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
    }

    /** Ends every session after what waits for it was sent. */
    public void closeAfterQueued(CloseCode code) {
        assert shard.isCurrent();
        for (Session session : sessions) {
            session.closeAfterQueued(code);
        }
    }
}
