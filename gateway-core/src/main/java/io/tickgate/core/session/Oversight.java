package io.tickgate.core.session;

import io.tickgate.core.broadcast.Topic;
import io.tickgate.core.metrics.Counter;
import io.tickgate.protocol.message.CloseCode;
import io.tickgate.protocol.message.NoticeMessage;
import java.util.List;

/** What an operator sees of a session, and may do to it. Every method on the loop that owns the session. */
public final class Oversight {
    /** What became of the wish that a subscription ends. */
    public enum Removal {
        REMOVED,
        NOT_SUBSCRIBED,
        /** A command is under way; the wish can be made again in a moment. */
        BUSY
    }

    /** Bytes that {@link #disconnect} has room for beside its own words. */
    public static final int REASON_BYTES_MAX =
            CloseCode.REASON_BYTES_MAX - CloseCode.DISCONNECTED.reason().length() - ": ".length();

    private Oversight() {}

    /** @param withChannels whether to name what it is subscribed to */
    public static ConnectionReport report(Session session, boolean withChannels) {
        Backlog backlog = session.queue().backlog();
        Subscriptions subscriptions = session.subscriptions();
        return new ConnectionReport(
                session.id(),
                session.peer(),
                session.userId(),
                session.kind(),
                subscriptions.count(),
                session.lag(),
                session.lag() == 0 ? 0 : session.queue().rung(),
                session.sentBytes(),
                backlog.conflated(),
                backlog.dropped(),
                withChannels
                        ? subscriptions.topics().stream()
                                .map(Topic::name)
                                .sorted()
                                .toList()
                        : List.of());
    }

    /** Whether the session is subscribed to a family, or to a member of it. */
    public static boolean holdsAnyOf(Session session, String family) {
        return session.subscriptions().topics().stream()
                .anyMatch(topic -> topic.familyName().equals(family));
    }

    /**
     * Ends the session with 4502. What waits for it is dropped.
     *
     * @param reason told to the client; at most {@link #REASON_BYTES_MAX} bytes of UTF-8, empty for none
     * @return false when it was ending already
     */
    public static boolean disconnect(Session session, String reason) {
        if (!session.isOpen()) {
            return false;
        }
        session.shard().counters().increment(Counter.OPERATOR_CLOSES);
        CloseCode code = CloseCode.DISCONNECTED;
        session.closing().close(code, reason.isEmpty() ? code.reason() : code.reason() + ": " + reason);
        return true;
    }

    /** Ends one subscription, and tells the client. */
    public static Removal removeSubscription(Session session, String channel, long nowMillis) {
        if (!session.isOpen()) {
            return Removal.NOT_SUBSCRIBED;
        }
        if (session.queue().isHolding() || !session.inbox().isEmpty()) {
            // A command that is under way may be about this very channel, and expects to find it as it was.
            return Removal.BUSY;
        }
        if (!session.subscriptions().removeNamed(channel)) {
            return Removal.NOT_SUBSCRIBED;
        }
        String own = session.ownChannel();
        if (own != null && channel.equals(UserTopics.BROUGHT_BY)) {
            session.subscriptions().removeNamed(own);
        }
        session.send(new NoticeMessage.Unsubscribed(channel, NoticeMessage.Unsubscribed.BY_OPERATOR, nowMillis));
        return Removal.REMOVED;
    }
}
