package io.tickgate.core.session;

import java.util.UUID;

/**
 * A connection that does not keep up, at one instant.
 *
 * @param lagBytes what waits for it, in its queue and for its acknowledgement
 * @param rung how far down it is: 1 while all that waits will go out, 2 while of states only the newest waits, 3 while its
 *     families' policies decide
 * @param secondsBehind for how long something has waited without a break
 * @param conflated publications that newer ones stood in for, since it is connected
 * @param dropped publications that were dropped, since it is connected
 */
public record SlowReader(
        UUID connectionId, long lagBytes, int rung, double secondsBehind, long conflated, long dropped) {
    static SlowReader of(Session session, long nowNanos) {
        SendQueue queue = session.queue();
        double seconds = queue.isListed() ? (nowNanos - queue.behindSinceNanos()) / 1e9 : 0;
        Backlog backlog = queue.backlog();
        return new SlowReader(
                session.id(), session.lag(), queue.rung(), seconds, backlog.conflated(), backlog.dropped());
    }
}
