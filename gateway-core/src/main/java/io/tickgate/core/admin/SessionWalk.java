package io.tickgate.core.admin;

import io.netty.util.concurrent.EventExecutor;
import io.tickgate.core.session.Session;
import io.tickgate.core.session.ShardSessions;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Goes through the sessions of all event loops, one loop after the other and a few sessions at a time, so that nobody
 * waits for it. Any thread begins one; what it finds is handed from loop to loop with it.
 */
final class SessionWalk {
    /** Looked at in one task. With 500 subscriptions each, a filter by family looks at 32,000 topics. */
    private static final int SLICE_SESSIONS = 64;

    private final List<ShardSessions> loops;
    private final Predicate<Session> visitor;
    private final EventExecutor replyOn;
    private final Consumer<@Nullable SessionCursor> whenDone;
    private boolean hasEnough;

    /**
     * @param visitor says false when it has seen enough; called on the loop of each session
     * @param whenDone gets where to go on, or null when all were seen; on {@code replyOn}
     */
    SessionWalk(
            List<ShardSessions> loops,
            Predicate<Session> visitor,
            EventExecutor replyOn,
            Consumer<@Nullable SessionCursor> whenDone) {
        this.loops = loops;
        this.visitor = visitor;
        this.replyOn = replyOn;
        this.whenDone = whenDone;
    }

    void from(SessionCursor cursor) {
        if (cursor.loop() >= loops.size()) {
            replyOn.execute(() -> whenDone.accept(null));
            return;
        }
        ShardSessions sessions = loops.get(cursor.loop());
        sessions.shard().execute(() -> {
            long seen = sessions.visit(cursor.serial(), SLICE_SESSIONS, this::visit);
            boolean loopIsDone = seen == Long.MAX_VALUE;
            SessionCursor next =
                    loopIsDone ? new SessionCursor(cursor.loop() + 1, 0) : new SessionCursor(cursor.loop(), seen);
            if (hasEnough) {
                replyOn.execute(() -> whenDone.accept(next));
            } else if (loopIsDone) {
                from(next);
            } else {
                // Through the queue, behind what came meanwhile.
                sessions.shard().loop().execute(() -> from(next));
            }
        });
    }

    private boolean visit(Session session) {
        hasEnough = !visitor.test(session);
        return !hasEnough;
    }
}
