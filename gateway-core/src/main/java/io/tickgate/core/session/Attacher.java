package io.tickgate.core.session;

import io.tickgate.core.auth.Right;
import io.tickgate.core.broadcast.Topic;
import io.tickgate.core.broadcast.TopicDirectory.Refusal;
import io.tickgate.core.metrics.Counter;
import io.tickgate.protocol.message.ErrorCode;
import io.tickgate.protocol.message.ServerMessage;
import io.tickgate.protocol.wire.WireException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Takes what a command asks for through, all or nothing: every name is checked before the first one is attached, and the
 * answer comes when all of them are.
 *
 * <p><b>Owner:</b> the session's loop.
 */
final class Attacher {
    private final Session session;
    private final SessionServices services;
    private final Refusals refusals;
    private final Starts starts;
    private final Confirmations confirmations;

    Attacher(Session session, SessionServices services, Refusals refusals, Confirmations confirmations) {
        this.session = session;
        this.services = services;
        this.refusals = refusals;
        this.starts = new Starts(session, services);
        this.confirmations = confirmations;
    }

    Optional<ServerMessage> attach(Request request) {
        return attach(request, List.of());
    }

    /**
     * @param leaving subscriptions that end with the answer, and stay when the command is refused after all
     * @return the refusal, when it is known at once
     */
    Optional<ServerMessage> attach(Request request, Collection<Topic> leaving) {
        try {
            return tryAttach(request, leaving);
        } catch (WireException e) {
            return refusals.refuse(request.command(), e.code(), e.text(), e.field());
        }
    }

    /** @throws WireException when a family does not have what is to be selected of it */
    private Optional<ServerMessage> tryAttach(Request request, Collection<Topic> leaving) throws WireException {
        Map<Topic, Attaching.Wish> wishes = new LinkedHashMap<>();
        int added = 0;
        for (Wanted wanted : request.wanted()) {
            String channel = wanted.channel();
            Optional<ServerMessage> denied = denied(request, wanted);
            if (denied.isPresent()) {
                return denied;
            }
            Topic topic = services.directory().resolve(channel, session.clientAddress());
            if (topic == null) {
                return refuse(request, wanted, services.directory().refusal(channel, session.clientAddress()), false);
            }
            Attaching.Wish wish = starts.wish(request, wanted, topic);
            Refusal refusal = tooLarge(topic, wish.snapshot());
            if (refusal == null) {
                refusal = TermRules.refusal(topic, wish.terms(), wish.ack(), session.subscriptions());
            }
            if (refusal == null) {
                refusal = TermRules.refusal(topic, wish, wishes);
            }
            if (refusal != null) {
                return refuse(request, wanted, refusal, false);
            }
            if (wishes.putIfAbsent(topic, wish) == null
                    && !session.subscriptions().contains(topic)) {
                added++;
            }
        }
        Wanted bringer = request.bringer();
        String ownChannel = session.ownChannel();
        if (ownChannel != null && bringer != null) {
            Topic own = services.directory().resolveAny(ownChannel);
            if (own == null) {
                return refuse(request, bringer, services.directory().full(), true);
            }
            wishes.put(own, starts.wish(request, bringer, own));
        }
        int max = subscriptionsMax();
        if (countNamed() - leaving.size() + added > max) {
            return refusals.refuse(
                    request.command(),
                    ErrorCode.TOO_MANY_SUBSCRIPTIONS,
                    "a connection may hold " + max + " subscriptions (limits.max-subscriptions)",
                    request.listField());
        }
        session.subscriptions().beginLeaving(leaving);
        new Attaching(session, services, membersFirst(wishes), outcomeOf(request, leaving)).start();
        return Optional.empty();
    }

    private int subscriptionsMax() {
        Integer own = session.principal().rights().allowances().maxSubscriptions();
        int max = services.limits().subscriptionsMax();
        return own == null ? max : Math.min(own, max);
    }

    /** The refusal of what the client may not have. What nobody can have is refused for that, by the directory. */
    private Optional<ServerMessage> denied(Request request, Wanted wanted) {
        String channel = wanted.channel();
        if (!services.directory().isPossible(channel)) {
            return Optional.empty();
        }
        if (!session.principal().maySubscribe(channel)) {
            Refusal refusal =
                    new Refusal(ErrorCode.FORBIDDEN, session.principal().denial(Right.SUBSCRIBE, channel));
            return refuse(request, wanted, refusal, false);
        }
        String past = request.pastField(wanted);
        return past == null || session.principal().mayReadHistory(channel)
                ? Optional.empty()
                : refusals.deny(request.command(), Right.HISTORY, channel, past);
    }

    /** What was missed of a member comes before its family brings more of it. */
    private static Map<Topic, Attaching.Wish> membersFirst(Map<Topic, Attaching.Wish> wishes) {
        Map<Topic, Attaching.Wish> ordered = new LinkedHashMap<>();
        for (boolean families : new boolean[] {false, true}) {
            wishes.forEach((topic, wish) -> {
                if ((topic.family() == null) == families) {
                    ordered.put(topic, wish);
                }
            });
        }
        return ordered;
    }

    private Attaching.Outcome outcomeOf(Request request, Collection<Topic> leaving) {
        return new Attaching.Outcome() {
            @Override
            public void onAttached(Map<String, Attaching.Entry> entries) {
                session.subscriptions().endLeaving();
                leaving.forEach(session.subscriptions()::remove);
                if (request.form() == Request.Form.RESUME) {
                    services.shard().counters().increment(Counter.RESUMED);
                }
                session.send(confirmations.of(request, entries, leaving));
            }

            @Override
            public void onRefused(String channel, Refusal refusal) {
                session.subscriptions().endLeaving();
                boolean own = channel.equals(session.ownChannel());
                for (Wanted wanted : request.wanted()) {
                    if (own ? wanted.bringsOwn() : wanted.channel().equals(channel)) {
                        refuse(request, wanted, refusal, own).ifPresent(session::send);
                        return;
                    }
                }
                throw new IllegalStateException("not asked for: " + channel);
            }
        };
    }

    /** What a client did not name, {@code own}, is refused by the name that brought it. */
    private Optional<ServerMessage> refuse(Request request, Wanted wanted, Refusal refusal, boolean own) {
        return refusals.refuseChannel(
                request.command(), wanted.channel(), request.field(wanted, refusal, own), request.symbol(), refusal);
    }

    /** Why a family's values cannot be sent; null when they can, or are not wanted. */
    private @Nullable Refusal tooLarge(Topic topic, boolean snapshot) {
        if (!snapshot || !topic.isStateFamily()) {
            return null;
        }
        SessionLimits limits = services.limits();
        int count = topic.stateCount();
        long bytes = topic.stateBytes();
        return count <= limits.snapshotChannelsMax() && bytes <= limits.snapshotBytesMax()
                ? null
                : new Refusal(
                        ErrorCode.SNAPSHOT_TOO_LARGE,
                        "\"" + topic.name() + "\" has " + count + " channels with " + bytes
                                + " bytes, a snapshot may have " + limits.snapshotChannelsMax() + " with "
                                + limits.snapshotBytesMax()
                                + " (limits.max-snapshot-channels, limits.max-snapshot-bytes)");
    }

    /** Subscriptions that the client asked for by name. */
    private int countNamed() {
        String own = session.ownChannel();
        Topic topic = own == null ? null : services.directory().find(own);
        boolean holdsOwn = topic != null && session.subscriptions().contains(topic);
        return session.subscriptions().count() - (holdsOwn ? 1 : 0);
    }
}
