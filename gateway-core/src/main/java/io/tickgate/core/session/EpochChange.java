package io.tickgate.core.session;

import io.tickgate.core.broadcast.StartAt;
import io.tickgate.core.broadcast.Topic;
import io.tickgate.core.broadcast.TopicDirectory.Refusal;
import io.tickgate.core.metrics.Counter;
import io.tickgate.protocol.message.CloseCode;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Begins a session's subscriptions anew when the offsets of their topics have: each is confirmed once more, unasked, with the
 * position from which it goes on under the new epoch. Whatever is published meanwhile waits for that. All sessions of a loop
 * begin at once, so that nothing of the new epoch reaches anybody untold; then they stand in line, and ask for some topics at
 * a time.
 *
 * <p><b>Owner:</b> the session's loop. <b>Bound:</b> {@code limits.max-subscriptions}.
 */
final class EpochChange implements TurnPacer.Work {
    /** About as much to ask for as a handshake takes. */
    private static final int TOPICS_MAX = 16;

    private final Session session;
    private final SessionServices services;
    private final Confirmations confirmations;
    /** Topics that begin anew as soon as no command is under way. */
    private final Set<Topic> due = new HashSet<>(0);

    EpochChange(Session session, SessionServices services) {
        this.session = session;
        this.services = services;
        this.confirmations = new Confirmations(session, services);
    }

    /** The positions of these topics mean nothing any more. */
    void begin(Predicate<Topic> affected) {
        session.subscriptions().topics().stream().filter(affected).forEach(due::add);
        if (due.isEmpty()) {
            return;
        }
        session.acknowledgements().retain(affected.negate());
        // What has come by now is of the old epoch: it does not wait, and what does, for a confirmation, is told to be
        // gone.
        due.forEach(session.subscriptions()::flush);
        session.queue().holdAnew(affected);
        session.subscriptions().forgetNotes(affected);
        if (!session.inbox().isPaused()) {
            standInLine();
        }
    }

    /** No command is under way, and none is while this waits for its turn. */
    void standInLine() {
        session.inbox().pause();
        services.pacer().enlist(this);
    }

    @Override
    public boolean doSome() {
        if (session.isOpen()) {
            goOn();
        }
        return false;
    }

    private boolean isStillDue(Topic topic) {
        Topic family = topic.family();
        return due.contains(topic)
                || (family != null
                        && due.contains(family)
                        && !session.subscriptions().contains(topic));
    }

    /** The topic was entered after its offsets began anew: there is nothing more to tell. */
    void onAttached(Topic topic) {
        due.remove(topic);
    }

    /** Whether what is held has to stay so. */
    boolean isDue() {
        return !due.isEmpty();
    }

    private void goOn() {
        due.removeIf(topic -> !session.subscriptions().contains(topic));
        // What has come of the new epoch by now may be below what is confirmed.
        due.forEach(session.subscriptions()::flush);
        session.queue().holdAnew(this::isStillDue);
        Map<Topic, Attaching.Wish> wishes = new LinkedHashMap<>();
        for (boolean families : new boolean[] {false, true}) {
            for (Topic topic : due) {
                if ((topic.family() == null) == families && wishes.size() < TOPICS_MAX) {
                    wishes.put(
                            topic,
                            new Attaching.Wish(
                                    session.subscriptions().isAckWanted(topic),
                                    false,
                                    session.subscriptions().terms(topic),
                                    StartAt.anew()));
                }
            }
        }
        due.removeAll(wishes.keySet());
        if (wishes.isEmpty()) {
            session.release();
            session.inbox().resume();
            return;
        }
        new Attaching(session, services, wishes, new Attaching.Outcome() {
                    @Override
                    public void onAttached(Map<String, Attaching.Entry> entries) {
                        services.shard().counters().add(Counter.EPOCH_CHANGES, entries.size());
                        entries.forEach((channel, entry) -> {
                            if (!channel.equals(session.ownChannel())) {
                                session.send(confirmations.unasked(channel, entry, entries));
                            }
                        });
                    }

                    @Override
                    public void onRefused(String channel, Refusal refusal) {
                        // It cannot be told where it is, and must not go on as if nothing had happened.
                        session.close(CloseCode.SERVICE_RESTART);
                    }
                })
                .startUnasked();
    }
}
