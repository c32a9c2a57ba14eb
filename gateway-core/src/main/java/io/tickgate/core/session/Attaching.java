package io.tickgate.core.session;

import io.tickgate.core.broadcast.AttachListener;
import io.tickgate.core.broadcast.Replay;
import io.tickgate.core.broadcast.SharedBytes;
import io.tickgate.core.broadcast.StartAt;
import io.tickgate.core.broadcast.Terms;
import io.tickgate.core.broadcast.Topic;
import io.tickgate.core.broadcast.TopicDirectory.Refusal;
import io.tickgate.core.metrics.Counter;
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
    /**
     * Where a topic was entered, and what comes before live.
     *
     * @param snapshot whether newest values follow the confirmation
     */
    record Entry(String epoch, long offset, Replay.Outcome outcome, boolean snapshot, int rewound) {
        /** Whether what was missed follows; null when nobody asked. */
        @Nullable
        Boolean recovered() {
            return outcome == Replay.Outcome.NOT_ASKED ? null : (Boolean) (outcome == Replay.Outcome.RECOVERED);
        }

        private Entry at(long newOffset) {
            return new Entry(epoch, newOffset, outcome, snapshot, rewound);
        }
    }

    /** The answer to the command, once everything is known. */
    interface Outcome {
        /** @param entries by the name of the topic */
        void onAttached(Map<String, Entry> entries);

        void onRefused(String channel, Refusal refusal);
    }

    private final Session session;
    private final SessionServices services;
    private final Set<Topic> topics;
    /** By the name of the topic: one that was collected on the way comes back as another one. */
    private final Map<String, Wish> wishes;

    private final Outcome outcome;
    private final Map<Topic, Entry> entries = new HashMap<>();
    private final List<Topic> added = new ArrayList<>();
    /** What was there before, on other terms. */
    private final Map<Topic, Terms> changed = new HashMap<>(0);

    private final List<Topic> acknowledged = new ArrayList<>();
    private final List<Topic> families = new ArrayList<>(0);
    /** What the topic that answered last sends before its first publication. */
    private Replay last = Replay.NONE;

    private @Nullable String refusedChannel;
    private @Nullable Refusal refusal;
    private int missing;
    private boolean waiting;
    private boolean unasked;

    /**
     * How a topic is wanted.
     *
     * @param ack whether publications want to be acknowledged from now on
     * @param snapshot whether newest values shall come first
     * @param terms on which what is live is wanted
     * @param start where it begins
     */
    record Wish(boolean ack, boolean snapshot, Terms terms, StartAt start) {}

    /** @param wishes in the order in which the topics are attached */
    Attaching(Session session, SessionServices services, Map<Topic, Wish> wishes, Outcome outcome) {
        this.session = session;
        this.services = services;
        this.topics = wishes.keySet();
        this.wishes = new HashMap<>();
        this.outcome = outcome;
        wishes.forEach((topic, wish) -> this.wishes.put(topic.name(), wish));
    }

    private Wish wish(Topic topic) {
        Wish wish = wishes.get(topic.name());
        if (wish == null) {
            throw new IllegalStateException("not asked for: " + topic);
        }
        return wish;
    }

    /** The same of subscriptions that are there, of which nothing more may go out until they are confirmed once more. */
    void startUnasked() {
        unasked = true;
        start();
    }

    void start() {
        missing = topics.size();
        boolean several = missing > 1 || unasked;
        if (several) {
            // The confirmation must wait for the other topics, and nothing of those that are placed may overtake it.
            boolean nothingWaits = !session.queue().isHolding();
            topics.forEach(topic -> session.subscriptions()
                    .watch(topic, nothingWaits && session.subscriptions().covers(topic)));
            topics.forEach(session.queue()::bringForward);
            session.queue().hold();
        }
        for (Topic topic : topics) {
            Wish wish = wish(topic);
            services.broker().attach(topic, session, wish.terms(), wish.start(), this);
        }
        if (several || missing > 0 || session.answers().pending() > 0) {
            // Some homes are other loops, or an earlier command is not answered yet.
            waiting = true;
            session.inbox().pause();
            goOnIfDone();
        }
    }

    @Override
    public void onAttached(Topic topic, String epoch, long offset, Replay found) {
        Replay before = session.isOpen() ? inTime(topic, found) : found;
        session.subscriptions().onAttached(topic);
        session.onAttached(topic);
        Wish wish = wish(topic);
        if (session.isOpen()) {
            boolean flows = session.subscriptions().covers(topic);
            if (flows && !wish.snapshot() && isPast(before)) {
                // Its family came first, and with it what would come twice.
                before.release();
                before = Replay.NONE;
            }
            if (flows) {
                // It gets the topic already, and this turn's share may not come behind a confirmation that counts it.
                session.subscriptions().flush(topic);
                session.queue().bringForward(topic);
                setTerms(topic, wish.terms());
            }
            if (session.answers().pending() > 0) {
                // The confirmation must wait for its turn. What came before this is not held: of this topic it is below
                // the offset that is confirmed.
                session.queue().hold();
            }
            boolean pages = wish.snapshot() && topic.isStateFamily() && !isAllOf(topic, before);
            if (pages) {
                session.snapshots().begin(topic, flows);
                families.add(topic);
            }
            if (!session.subscriptions().contains(topic)) {
                session.subscriptions().add(topic, wish.terms());
                added.add(topic);
                // Of a family's members, what came on terms of their own comes before the family is confirmed.
                session.queue().bringForward(topic);
            } else if (pages) {
                session.subscriptions().settle(topic);
            }
            if (wish.ack()) {
                beginAck(topic, offset, before.outcome());
            }
            boolean recovered = before.outcome() == Replay.Outcome.RECOVERED;
            boolean snapshot = pages || (!recovered && !before.frames().isEmpty());
            entries.put(topic, new Entry(epoch, offset, before.outcome(), snapshot, before.rewound()));
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

    /** Who would wait too long for what it missed is told so before the confirmation, and gets the newest at once. */
    private Replay inTime(Topic topic, Replay found) {
        long roundNanos = services.pacer().roundNanos();
        if (roundNanos == 0
                || found.outcome() != Replay.Outcome.RECOVERED
                || found.frames().isEmpty()) {
            return found;
        }
        long bytes = found.frames().stream()
                .mapToLong(frame -> frame.bytes().readableBytes())
                .sum();
        long turns = 1 + bytes / services.shard().scratch().capacity();
        if (turns * roundNanos <= services.limits().replayWaitNanos()) {
            return found;
        }
        services.shard().counters().increment(Counter.REPLAYS_OVERLOADED);
        return found.overloaded(topic);
    }

    private void setTerms(Topic topic, Terms terms) {
        Terms before = session.subscriptions().terms(topic);
        if (session.subscriptions().contains(topic) && !before.equals(terms)) {
            changed.put(topic, before);
            // Until it is certain that the old terms do not come back, nothing is missed on them.
            session.subscriptions().hold(topic);
            session.subscriptions().setTerms(topic, terms);
        }
    }

    /** Whether the family's module has told everything itself: there is no member, and a page would only say so. */
    private static boolean isAllOf(Topic family, Replay replay) {
        return !replay.isKept() && !replay.frames().isEmpty() && family.stateCount() == 0;
    }

    private static boolean isPast(Replay replay) {
        return replay.outcome() == Replay.Outcome.NOT_ASKED && replay.isKept();
    }

    private void beginAck(Topic topic, long offset, Replay.Outcome outcomeOfTopic) {
        boolean recovers = outcomeOfTopic == Replay.Outcome.RECOVERED;
        if (session.subscriptions()
                .beginAck(topic, recovers ? wish(topic).start().offset() : offset)) {
            acknowledged.add(topic);
        }
    }

    @Override
    public void onRefused(String channel, Refusal reason) {
        refusedChannel = channel;
        refusal = reason;
        finishOne(null);
    }

    /** Of a topic that came before, some that the home counted may be held, and follows the confirmation. */
    private Map<String, Entry> confirmedEntries() {
        Map<String, Entry> confirmed = new HashMap<>();
        entries.forEach((topic, entry) ->
                confirmed.put(topic.name(), entry.at(session.subscriptions().confirmed(topic, entry.offset()))));
        return confirmed;
    }

    /** @param topic who said so; null when it refused */
    private void finishOne(@Nullable Topic topic) {
        missing--;
        if (!session.isOpen()) {
            last.release();
            letGoOfChanged();
            return;
        }
        if (missing > 0) {
            return;
        }
        if (refusedChannel != null && refusal != null) {
            last.release();
            families.forEach(session.snapshots()::end);
            acknowledged.forEach(session.subscriptions()::endAck);
            added.forEach(session.subscriptions()::remove);
            changed.forEach(session.subscriptions()::setTerms);
            letGoOfChanged();
            outcome.onRefused(refusedChannel, refusal);
        } else {
            letGoOfChanged();
            outcome.onAttached(confirmedEntries());
            if (topic != null) {
                send(topic, last);
            }
        }
        goOnIfDone();
    }

    private void letGoOfChanged() {
        changed.keySet().forEach(services.shard()::letGo);
        changed.clear();
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
        Replay.Frame newest = replay.frames().get(replay.frames().size() - 1);
        if (replay.isKept() && !wantsAck && !session.subscriptions().isWaiting(topic, newest.offset())) {
            session.queue().addReplay(topic, replay.frames());
            session.queue().flushAtEndOfTurn();
            return;
        }
        for (Replay.Frame frame : replay.frames()) {
            SharedBytes bytes =
                    replay.isKept() ? SharedBytes.keptAnyway(frame.bytes()) : SharedBytes.askedFor(frame.bytes());
            if (!session.isOpen() || session.subscriptions().isWaiting(topic, frame.offset())) {
                // One of the frames before was one too many, or this one is there already.
            } else if (wantsAck && frame.offset() > 0) {
                session.acknowledgements().send(topic, frame.offset(), bytes);
            } else {
                session.queue().addFirm(topic, bytes);
            }
            frame.bytes().release();
        }
        session.queue().flushAtEndOfTurn();
    }

    private void goOnIfDone() {
        if (missing > 0) {
            return;
        }
        if (waiting) {
            session.subscriptions().unwatch();
            session.answers().whenOut(() -> {
                session.release();
                session.inbox().resume();
            });
        } else {
            session.snapshots().goOn();
        }
    }
}
