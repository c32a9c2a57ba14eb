package io.tickgate.core.session;

import io.tickgate.core.broadcast.RateClass;
import io.tickgate.core.broadcast.Shard;
import io.tickgate.core.broadcast.Subscriber;
import io.tickgate.core.broadcast.Subscription;
import io.tickgate.core.broadcast.Terms;
import io.tickgate.core.broadcast.Topic;
import io.tickgate.core.broadcast.TopicDirectory;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What one session is subscribed to. While it holds a family, its subscriptions to members of that family are set
 * aside: each publication comes once, by the family. A publication wants acknowledgement when one of the two subscriptions
 * that it may come by was made with {@code ack}; the family's is handed each of them by itself then.
 *
 * <p><b>Owner:</b> the session's loop. <b>Bound:</b> {@code limits.max-subscriptions}.
 */
final class Subscriptions {
    /** What waits for the confirmation of one topic. */
    private static final class Waiting {
        /** The first offset and the last; 0 while there is none. */
        private long first;

        private long last;
        /** Whether what comes is numbered before the position that will be confirmed, and may go out before it is. */
        private boolean isAhead;

        Waiting(boolean isAhead) {
            this.isAhead = isAhead;
        }
    }

    private final Shard shard;
    private final Subscriber subscriber;
    private final TopicDirectory directory;
    private final SendQueue queue;
    private final Acknowledgements acknowledgements;
    private final FamilySnapshots snapshots;
    private final Map<Topic, Subscription> held = new HashMap<>(4);
    private Set<Topic> acknowledged = Collections.emptySet();
    /** The terms that were wished for, where the session's limits narrow them. */
    private Map<Topic, Terms> narrowed = Collections.emptyMap();

    private @Nullable RateClass rateCap;

    /** Topics whose confirmation is under way. */
    private Map<Topic, Waiting> watched = Collections.emptyMap();
    /** Subscriptions that end with a confirmation that is under way. */
    private Set<Topic> leaving = Collections.emptySet();

    Subscriptions(
            SessionServices services,
            Subscriber subscriber,
            SendQueue queue,
            Acknowledgements acknowledgements,
            FamilySnapshots snapshots) {
        this.shard = services.shard();
        this.directory = services.directory();
        this.subscriber = subscriber;
        this.queue = queue;
        this.acknowledgements = acknowledgements;
        this.snapshots = snapshots;
    }

    int count() {
        return held.size();
    }

    /** Everything that is subscribed; not to be changed, and of this moment alone. */
    boolean contains(Topic topic) {
        return held.containsKey(topic);
    }

    Set<Topic> topics() {
        return held.keySet();
    }

    /** @return whether there was a subscription of that name */
    boolean removeNamed(String channel) {
        Topic topic = directory.find(channel);
        if (topic == null || !held.containsKey(topic)) {
            return false;
        }
        remove(topic);
        return true;
    }

    /** What is subscribed of one family, the family itself not counted. */
    List<Topic> membersOf(String family) {
        return held.keySet().stream()
                .filter(topic -> topic.family() != null && topic.family().name().equals(family))
                .toList();
    }

    /** Whether publications of {@code topic} reach this session. */
    boolean covers(Topic topic) {
        Topic family = topic.family();
        return held.containsKey(topic) || (family != null && held.containsKey(family));
    }

    /** Whether publications of {@code topic} that reach this session want to be acknowledged. */
    boolean wantsAck(Topic topic) {
        return acknowledged.contains(topic) || (topic.family() != null && acknowledged.contains(topic.family()));
    }

    /** Whether the subscription to exactly this topic wants its publications to be acknowledged. */
    boolean isAckWanted(Topic topic) {
        return acknowledged.contains(topic);
    }

    /** Whether publications of {@code topic}, or of one of its members, want to be acknowledged. */
    boolean isAcknowledged(Topic topic) {
        return wantsAck(topic) || acknowledged.stream().anyMatch(member -> member.family() == topic);
    }

    /** The terms that a subscription was made on; those of nobody where there is none. */
    Terms terms(Topic topic) {
        Terms wished = narrowed.get(topic);
        return wished == null ? termsThatHold(topic) : wished;
    }

    /** The same, as far as the session's limits let them hold. */
    Terms termsThatHold(Topic topic) {
        Subscription subscription = held.get(topic);
        return subscription == null ? Terms.NONE : subscription.terms();
    }

    /**
     * From now on no state comes faster than {@code cap}, except where each publication is acknowledged; null for no cap.
     *
     * @return whose publications come on other terms now; what was under way of them has been sent
     */
    List<Topic> limitRate(@Nullable RateClass cap) {
        rateCap = cap;
        List<Topic> changed = new ArrayList<>(0);
        for (Topic topic : List.copyOf(held.keySet())) {
            Terms wished = terms(topic);
            if (!narrow(topic, wished).equals(termsThatHold(topic))) {
                flush(topic);
                setTerms(topic, wished);
                changed.add(topic);
            }
        }
        return changed;
    }

    private void narrowAll() {
        List.copyOf(held.keySet()).forEach(topic -> setTerms(topic, terms(topic)));
    }

    private Terms narrow(Topic topic, Terms wished) {
        RateClass cap = rateCap;
        Terms narrow = cap == null || !topic.isOfStateFamily() || isAcknowledged(topic) ? wished : wished.within(cap);
        if (narrow.equals(wished)) {
            narrowed.remove(topic);
        } else {
            narrowed = Lazily.writable(narrowed);
            narrowed.put(topic, wished);
        }
        return narrow;
    }

    /** Changes the terms of a subscription that is there. What waits for it on the old ones is sent first. */
    void setTerms(Topic topic, Terms terms) {
        Subscription subscription = held.get(topic);
        if (subscription != null) {
            shard.setTerms(subscription, narrow(topic, terms));
        }
    }

    /** What is made for a subscription that is there stays so until {@link Shard#letGo}, whatever becomes of its terms. */
    void hold(Topic topic) {
        Subscription subscription = held.get(topic);
        if (subscription != null) {
            shard.hold(subscription);
        }
    }

    /** What is under way of {@code topic} goes out now, so that whatever is written next comes behind it. */
    void flush(Topic topic) {
        shard.sendNow(topic);
        flushOne(topic);
        if (topic.family() != null) {
            flushOne(topic.family());
        }
    }

    private void flushOne(Topic topic) {
        Subscription subscription = held.get(topic);
        if (subscription != null) {
            shard.flush(subscription);
        }
    }

    /** Adds a subscription; one that is there already stays as it is. */
    void add(Topic topic, Terms terms) {
        if (held.containsKey(topic)) {
            return;
        }
        Subscription subscription = new Subscription(subscriber, topic, narrow(topic, terms), wantsOneByOne(topic));
        held.put(topic, subscription);
        shard.countSubscription(topic, 1);
        Topic family = topic.family();
        if (family == null) {
            membersOf(topic, shard::setAside);
            shard.place(subscription);
        } else if (held.containsKey(family)) {
            shard.setAside(subscription);
        } else {
            shard.place(subscription);
        }
    }

    /**
     * From now on publications of a subscription that is there want to be acknowledged.
     *
     * @param offset up to which the client has what it wants
     * @return false when they wanted it before
     */
    boolean beginAck(Topic topic, long offset) {
        assert held.containsKey(topic);
        acknowledgements.begin(topic, offset);
        acknowledged = Lazily.writable(acknowledged);
        if (!acknowledged.add(topic)) {
            return false;
        }
        settle(topic);
        if (rateCap != null) {
            narrowAll();
        }
        return true;
    }

    /**
     * From now on, until {@link #unwatch}, what comes of {@code topic} waits for a confirmation, and {@link #confirmed} knows
     * of it; whether the topic is subscribed already, will be, or comes by its family.
     *
     * @param mayGoAhead whether what comes before {@link #onAttached} need not wait, so that it goes out on the terms on which
     *     it came
     */
    void watch(Topic topic, boolean mayGoAhead) {
        watched = Lazily.writable(watched);
        watched.put(topic, new Waiting(mayGoAhead));
        settle(topic);
    }

    /** The home has said where {@code topic} is: what comes from now on is numbered after that. */
    void onAttached(Topic topic) {
        Waiting waiting = watched.get(topic);
        if (waiting != null) {
            waiting.isAhead = false;
        }
    }

    /** Whether a publication that comes now goes out ahead of the confirmation that is due. */
    boolean goesAhead(Topic topic) {
        if (watched.isEmpty() || wantsAck(topic)) {
            return false;
        }
        Waiting waiting = watched.get(topic);
        Topic family = topic.family();
        if (waiting == null && family != null) {
            waiting = watched.get(family);
        }
        return waiting != null && waiting.isAhead;
    }

    /** A publication comes; see {@link #watch}. */
    void note(Topic topic, long offset) {
        Waiting waiting = watched.isEmpty() ? null : watched.get(topic);
        if (waiting != null) {
            waiting.first = waiting.first == 0 ? offset : waiting.first;
            waiting.last = offset;
        }
    }

    /** What came of these topics so far waits for no confirmation any more. */
    void forgetNotes(Predicate<Topic> gone) {
        watched.forEach((topic, waiting) -> {
            if (gone.test(topic)) {
                waiting.first = 0;
                waiting.last = 0;
                waiting.isAhead = false;
            }
        });
    }

    /** The offset to confirm when the home said {@code offset}: what is above it comes behind the confirmation. */
    long confirmed(Topic topic, long offset) {
        Waiting waiting = watched.get(topic);
        return waiting == null || waiting.first == 0 ? offset : Math.min(offset, waiting.first - 1);
    }

    /** Whether a newest value of {@code topic} comes behind the confirmation anyway, as itself or by a newer one. */
    boolean isWaiting(Topic topic, long offset) {
        Waiting waiting = watched.get(topic);
        return waiting != null && waiting.first > 0 && waiting.first <= offset && offset <= waiting.last;
    }

    /** Ends {@link #watch} for all. */
    void unwatch() {
        List<Topic> all = List.copyOf(watched.keySet());
        watched = Collections.emptyMap();
        all.forEach(this::settle);
    }

    /** From now on, until {@link #endLeaving}, what comes of these topics does not wait for the confirmation under way. */
    void beginLeaving(Collection<Topic> topics) {
        if (topics.isEmpty()) {
            return;
        }
        leaving = Lazily.writable(leaving);
        leaving.addAll(topics);
        topics.forEach(this::settle);
    }

    /** Whether {@code topic} goes with the confirmation under way: none of it may come behind that. */
    boolean isLeaving(Topic topic) {
        return !leaving.isEmpty() && leaving.contains(topic);
    }

    /** Ends {@link #beginLeaving}; whoever it was begun for removes the topics, or keeps them. */
    void endLeaving() {
        if (!leaving.isEmpty()) {
            List<Topic> all = List.copyOf(leaving);
            leaving = Collections.emptySet();
            all.forEach(this::settle);
        }
    }

    /** The client has everything of {@code channel} up to {@code offset}. */
    Acknowledgements.Verdict acknowledge(String channel, long offset) {
        Acknowledgements.Verdict verdict = acknowledgements.acknowledge(channel, offset);
        if (verdict != Acknowledgements.Verdict.UNKNOWN) {
            return verdict;
        }
        Topic topic = directory.find(channel);
        return topic != null && wantsAck(topic) ? Acknowledgements.Verdict.NOT_SENT : verdict;
    }

    /** Ends {@link #beginAck}; the subscription stays. */
    void endAck(Topic topic) {
        if (acknowledged.remove(topic)) {
            settle(topic);
            acknowledgements.retain(this::wantsAck);
            if (rateCap != null) {
                narrowAll();
            }
        }
    }

    /** A subscription to {@code topic}, or to its family, may have to change how it gets its publications. */
    void settle(Topic topic) {
        settleOne(topic);
        if (topic.family() != null) {
            settleOne(topic.family());
        }
    }

    private void settleOne(Topic topic) {
        Subscription subscription = held.get(topic);
        if (subscription != null) {
            shard.setOneByOne(subscription, wantsOneByOne(topic));
        }
    }

    private boolean wantsOneByOne(Topic topic) {
        return acknowledged.contains(topic)
                || snapshots.isUnderWay(topic)
                || watched.containsKey(topic)
                || leaving.contains(topic)
                || (topic.family() == null
                        && Stream.of(acknowledged, watched.keySet(), leaving)
                                .flatMap(Set::stream)
                                .anyMatch(member -> member.family() == topic));
    }

    /**
     * Removes a subscription, and what waits of it; after it no frame of that topic comes, unless its family brings it: then
     * what waits goes out ahead of the answer.
     */
    void remove(Topic topic) {
        Subscription subscription = held.remove(topic);
        if (subscription == null) {
            return;
        }
        shard.countSubscription(topic, -1);
        narrowed.remove(topic);
        if (topic.family() == null) {
            // Of its members that stay, some may wait for a tick of the family.
            shard.flush(subscription);
        }
        shard.remove(subscription);
        if (topic.family() == null) {
            membersOf(topic, shard::bringBack);
            snapshots.end(topic);
        }
        endAck(topic);
        queue.drop(other -> !covers(other));
        if (topic.family() == null || covers(topic)) {
            queue.bringForward(topic);
        }
    }

    private void membersOf(Topic family, Consumer<Subscription> action) {
        for (Subscription subscription : held.values()) {
            if (subscription.topic().family() == family) {
                action.accept(subscription);
            }
        }
    }

    /** Removes everything, and what was not acknowledged of it, when the session ends. */
    void clear() {
        for (Subscription subscription : held.values()) {
            shard.countSubscription(subscription.topic(), -1);
            shard.remove(subscription);
        }
        held.clear();
        acknowledged.clear();
        narrowed.clear();
        watched.clear();
        leaving.clear();
        acknowledgements.clear();
        snapshots.clear();
    }
}
