package io.tickgate.core.session;

import io.tickgate.protocol.message.CloseCode;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * How the sessions of one event loop leave a gateway that stops. Each is told a moment of its own at which to come back
 * elsewhere. Whoever is still there a while after that is closed, in the order of the moments and at a constant rate.
 *
 * <p>Of <i>n</i> sessions, each has one <i>n</i>-th of the window for its moment, dealt out at random: so the moments are
 * uniform over the window, and no chance makes a crowd of them.
 *
 * <p><b>Owner:</b> the shard. <b>Bound:</b> the sessions that there are when it begins.
 */
final class Departures {
    private record Departure(Session session, long closeAtNanos) {}

    private final ArrayDeque<Departure> waiting = new ArrayDeque<>();
    private final CloseCode code;

    /**
     * Tells every session its moment.
     *
     * @param code the last word to those who stay
     * @param window over which they leave, from {@code nowNanos}
     * @param lead how long after its moment a session is closed at the earliest
     */
    Departures(
            Collection<Session> sessions,
            CloseCode code,
            Duration window,
            Duration lead,
            Random random,
            long nowNanos) {
        this.code = code;
        List<Session> order = new ArrayList<>(sessions);
        Collections.shuffle(order, random);
        double shareNanos = (double) window.toNanos() / Math.max(1, order.size());
        for (int i = 0; i < order.size(); i++) {
            Session session = order.get(i);
            session.announceEnd((long) (shareNanos * (i + random.nextDouble()) / 1_000_000));
            waiting.add(new Departure(session, nowNanos + lead.toNanos() + (long) (shareNanos * (i + 1))));
        }
    }

    /** Closes those whose time is over; one that has left by itself is not there any more, and that is all right. */
    void tick(long nowNanos) {
        for (Departure next = waiting.peekFirst();
                next != null && nowNanos - next.closeAtNanos >= 0;
                next = waiting.peekFirst()) {
            waiting.removeFirst();
            next.session.closeAfterQueued(code);
        }
    }
}
