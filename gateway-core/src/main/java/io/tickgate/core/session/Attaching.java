package io.tickgate.core.session;

import io.tickgate.core.broadcast.AttachListener;
import io.tickgate.core.broadcast.Replay;
import io.tickgate.core.broadcast.SharedBytes;
import io.tickgate.core.broadcast.StartAt;
import io.tickgate.core.broadcast.Topic;
import io.tickgate.core.broadcast.TopicDirectory.Refusal;
import io.tickgate.core.metrics.Counter;
import io.tickgate.protocol.message.Position;
import io.tickgate.protocol.message.ServerMessage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One subscribe command on its way through the homes of its topics: places each subscription where its home says, and
 * confirms when the last one has answered.
 *
 * <p><b>Owner:</b> the session's loop. All or nothing: when a topic cannot be had after all, none is kept.
 */
final class Attaching implements AttachListener {
    /** The answer to the command, once everything is known. */
    interface Outcome {
        void onAttached(Map<String, Position> positions, Replay.Outcome replayed);

        void onRefused(String channel, Refusal refusal);
    }

    private final Session session;
    private final SessionServices services;
    private final boolean ack;
    private final Outcome outcome;
    private final Map<String, Position> positions = new HashMap<>();
    private final List<Topic> added = new ArrayList<>();
    private final List<Topic> acknowledged = new ArrayList<>();
    /** What the topic that answered last sends before its first publication. */
    private Replay last = Replay.NONE;

    private Replay.Outcome replayed = Replay.Outcome.NOT_ASKED;
    private StartAt startAt = StartAt.LIVE;
    private @Nullable String refusedChannel;
    private @Nullable Refusal refusal;
    private int missing;
    private boolean waiting;

    /** @param ack whether publications want to be acknowledged from now on */
    Attaching(Session session, SessionServices services, boolean ack, Outcome outcome) {
        this.session = session;
        this.services = services;
        this.ack = ack;
        this.outcome = outcome;
    }

    /**
     * @param start for a single topic; a list starts live
     * @param own starts live whatever {@code start} says; null when there is none
     */
    void start(Set<Topic> topics, StartAt start, @Nullable Topic own) {
        missing = topics.size() + (own == null ? 0 : 1);
        startAt = start;
        boolean several = missing > 1;
        if (several || session.answers().pending() > 0) {
            // The confirmation must wait for its turn, or for the other topics, and nothing may overtake it.
            session.hold();
        }
        for (Topic topic : topics) {
            services.broker().attach(topic, session, start, this);
        }
        if (own != null) {
            services.broker().attach(own, session, StartAt.LIVE, this);
        }
        if (several || missing > 0 || session.answers().pending() > 0) {
            // Some homes are other loops, or an earlier command is not answered yet. What is placed already may be
            // published to before the confirmation is out.
            waiting = true;
            session.hold();
            session.inbox().pause();
            goOnIfDone();
        }
    }

    @Override
    public void onAttached(Topic topic, long offset, Replay before) {
        if (session.isOpen()) {
            if (before.outcome() != Replay.Outcome.NOT_ASKED) {
                replayed = before.outcome();
            }
            if (session.subscriptions().covers(topic)) {
                // It gets the topic already, and this turn's share may not come behind a confirmation that counts it.
                services.shard().sendNow(topic);
            }
            if (!session.subscriptions().contains(topic)) {
                session.subscriptions().add(topic);
                added.add(topic);
            }
            if (ack) {
                beginAck(topic, offset, before.outcome());
            }
            positions.put(topic.name(), new Position(services.epoch(), offset));
            if (missing > 1) {
                // Held until all are confirmed, like what is published to the topic meanwhile, and ahead of it.
                send(topic, before);
            } else {
                last = before;
            }
        } else {
            before.release();
        }
        finishOne(topic);
    }

    private void beginAck(Topic topic, long offset, Replay.Outcome outcomeOfTopic) {
        boolean recovers = outcomeOfTopic == Replay.Outcome.RECOVERED;
        if (session.subscriptions().beginAck(topic, recovers ? startAt.offset() : offset)) {
            acknowledged.add(topic);
        }
    }

    @Override
    public void onRefused(String channel, Refusal reason) {
        refusedChannel = channel;
        refusal = reason;
        finishOne(null);
    }

    /** @param topic who said so; null when it refused */
    private void finishOne(@Nullable Topic topic) {
        missing--;
        if (!session.isOpen()) {
            last.release();
            return;
        }
        if (missing > 0) {
            return;
        }
        if (refusedChannel != null && refusal != null) {
            last.release();
            acknowledged.forEach(session.subscriptions()::endAck);
            added.forEach(session.subscriptions()::remove);
            outcome.onRefused(refusedChannel, refusal);
        } else {
            outcome.onAttached(positions, replayed);
            if (topic != null) {
                send(topic, last);
            }
        }
        goOnIfDone();
    }

    /**
     * What was missed comes between the confirmation and what is held. Frames that the histories keep anyway do not count
     * as this session's queue, and leave as fast as its socket takes them.
     */
    private void send(Topic topic, Replay replay) {
        if (!session.isOpen()) {
            // The confirmation was one answer too many.
            replay.release();
            return;
        }
        if (replay.frames().isEmpty()) {
            return;
        }
        services.shard().counters().add(Counter.REPLAYED, replay.frames().size());
        boolean wantsAck = session.subscriptions().wantsAck(topic);
        if (replay.isKept() && !wantsAck) {
            session.queue().addReplay(replay.frames());
            session.queue().flushAtEndOfTurn();
            return;
        }
        for (Replay.Frame frame : replay.frames()) {
            SharedBytes bytes = replay.isKept() ? SharedBytes.keptAnyway(frame.bytes()) : SharedBytes.of(frame.bytes());
            if (!session.isOpen()) {
                // One of the frames before was one too many.
            } else if (wantsAck && frame.offset() > 0) {
                session.acknowledgements().send(topic, frame.offset(), bytes);
            } else {
                session.queue().addPublication(bytes, 0);
            }
            frame.bytes().release();
        }
        session.queue().flushAtEndOfTurn();
    }

    private void goOnIfDone() {
        if (waiting && missing == 0) {
            session.answers().whenOut(() -> {
                session.release();
                session.inbox().resume();
            });
        }
    }

    /** The positions in the order the client named its channels; a name that stands twice is told once. */
    static List<ServerMessage.ChannelPosition> inOrder(List<String> channels, Map<String, Position> positions) {
        List<ServerMessage.ChannelPosition> list = new ArrayList<>(channels.size());
        channels.stream().distinct().forEach(channel -> {
            Position position = positions.get(channel);
            if (position != null) {
                list.add(new ServerMessage.ChannelPosition(channel, position));
            }
        });
        return list;
    }
}
