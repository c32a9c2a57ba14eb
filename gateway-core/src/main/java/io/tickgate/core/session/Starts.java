package io.tickgate.core.session;

import io.tickgate.core.broadcast.Replay;
import io.tickgate.core.broadcast.StartAt;
import io.tickgate.core.broadcast.Topic;
import io.tickgate.protocol.message.Position;
import io.tickgate.protocol.message.Since;
import io.tickgate.protocol.message.SubscribeOptions;
import io.tickgate.protocol.message.SubscribeOptions.Rewind;
import io.tickgate.protocol.wire.WireException;

/**
 * Decides where the topics of a request begin, by what it asks for and what the session has already.
 *
 * <p><b>Owner:</b> the session's loop.
 */
final class Starts {
    private final Session session;
    private final SessionServices services;

    Starts(Session session, SessionServices services) {
        this.session = session;
        this.services = services;
    }

    /**
     * @param topic that of {@code wanted}, or the user's own that comes with it
     * @throws WireException when the topic's family does not have what is to be selected
     */
    Attaching.Wish wish(Request request, Wanted wanted, Topic topic) throws WireException {
        return new Attaching.Wish(
                wanted.ack(),
                wanted.wantsSnapshot(),
                TermRules.of(wanted.options(), topic, request.optionsField(wanted)),
                startOf(request, wanted, topic));
    }

    private StartAt startOf(Request request, Wanted wanted, Topic topic) {
        Since since = wanted.since();
        if (since != null) {
            return startAfter(since, topic, wanted.wantsSnapshot());
        }
        if (wanted.points() > 0) {
            return StartAt.points(wanted.points());
        }
        if (wanted.wantsSnapshot()) {
            return StartAt.NEWEST;
        }
        SubscribeOptions options = wanted.options();
        Rewind rewind = options == null ? null : options.rewind();
        if (rewind == null || session.subscriptions().covers(topic)) {
            // Whoever gets the channel already would get some of its past twice.
            return StartAt.LIVE;
        }
        return StartAt.back(rewind, Math.max(1, services.limits().rewindMax() / shares(request)));
    }

    /** Among how many channels the past of one command is shared out. */
    private int shares(Request request) {
        int shares = 0;
        for (Wanted wanted : request.wanted()) {
            shares += !wanted.wantsRewind() ? 0 : wanted.bringsOwn() && session.userId() != null ? 2 : 1;
        }
        return Math.max(1, shares);
    }

    private StartAt startAfter(Since since, Topic topic, boolean snapshot) {
        if (session.subscriptions().covers(topic)) {
            return StartAt.lost(Replay.Outcome.ALREADY_SUBSCRIBED, snapshot);
        }
        String epoch = since.position().epoch();
        if (!epoch.equals(services.epochs().of(topic.name()))) {
            return StartAt.lost(Replay.Outcome.EPOCH_CHANGED, snapshot);
        }
        Long offset = topic.name().equals(session.ownChannel())
                ? since.userOffset()
                : (Long) since.position().offset();
        return offset == null
                ? StartAt.lost(Replay.Outcome.NO_POSITION, snapshot)
                : StartAt.after(new Position(epoch, offset), snapshot);
    }
}
