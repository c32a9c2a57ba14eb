package io.tickgate.core.admin;

import io.netty.util.concurrent.EventExecutor;
import io.tickgate.core.broadcast.SubscriberRegistry;
import io.tickgate.core.session.ConnectionReport;
import io.tickgate.core.session.Oversight;
import io.tickgate.core.session.Session;
import io.tickgate.core.session.ShardSessions;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What an operator sees of connections and may do to them, on whichever event loop they are. Any thread asks; the answer
 * comes on the executor that the question names.
 */
public final class ConnectionDesk {
    private final List<ShardSessions> loops;
    private final SubscriberRegistry registry;
    private final InstantSource clock;

    /** @param loops those of each event loop, in a fixed order */
    public ConnectionDesk(List<ShardSessions> loops, SubscriberRegistry registry, InstantSource clock) {
        this.loops = List.copyOf(loops);
        this.registry = registry;
        this.clock = clock;
    }

    /**
     * Some connections.
     *
     * @param next where the next page begins; null when there are no more
     */
    public record Page(
            List<ConnectionReport> connections, @Nullable SessionCursor next) {}

    /** Those that come after {@code from}: who is there all the time is seen exactly once. */
    public void page(
            ConnectionFilter filter, SessionCursor from, int limit, EventExecutor replyOn, Consumer<Page> reply) {
        List<ConnectionReport> found = new ArrayList<>();
        new SessionWalk(
                        loops,
                        session -> {
                            if (filter.test(session)) {
                                found.add(Oversight.report(session, false));
                            }
                            return found.size() < limit;
                        },
                        replyOn,
                        next -> reply.accept(new Page(List.copyOf(found), next)))
                .from(from);
    }

    /** @param reply gets null when there is no connection of that id */
    public void find(String id, EventExecutor replyOn, Consumer<@Nullable ConnectionReport> reply) {
        on(id, session -> Oversight.report(session, true), replyOn, reply);
    }

    /**
     * Ends one connection.
     *
     * @param reason see {@link Oversight#disconnect}
     * @param reply gets whether there was one that was not ending
     */
    public void disconnect(String id, String reason, EventExecutor replyOn, Consumer<Boolean> reply) {
        on(
                id,
                session -> Oversight.disconnect(session, reason),
                replyOn,
                done -> reply.accept(Boolean.TRUE.equals(done)));
    }

    /**
     * Ends all that {@code filter} means.
     *
     * @param reply gets how many there were
     */
    public void disconnectAll(ConnectionFilter filter, String reason, EventExecutor replyOn, IntConsumer reply) {
        int[] count = {0};
        new SessionWalk(
                        loops,
                        session -> {
                            if (filter.test(session) && Oversight.disconnect(session, reason)) {
                                count[0]++;
                            }
                            return true;
                        },
                        replyOn,
                        end -> reply.accept(count[0]))
                .from(SessionCursor.START);
    }

    /**
     * Ends one subscription.
     *
     * @param reply gets null when there is no connection of that id
     */
    public void unsubscribe(
            String id, String channel, EventExecutor replyOn, Consumer<Oversight.@Nullable Removal> reply) {
        on(id, session -> Oversight.removeSubscription(session, channel, clock.millis()), replyOn, reply);
    }

    private <T> void on(String id, Function<Session, T> action, EventExecutor replyOn, Consumer<@Nullable T> reply) {
        if (registry.find(id) instanceof Session session) {
            session.shard().execute(() -> {
                T result = action.apply(session);
                replyOn.execute(() -> reply.accept(result));
            });
        } else {
            replyOn.execute(() -> reply.accept(null));
        }
    }
}
