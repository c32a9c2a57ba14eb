package io.tickgate.core.broadcast;

import io.netty.buffer.ByteBuf;
import io.netty.util.concurrent.EventExecutor;
import io.tickgate.core.frame.Encoding;
import io.tickgate.core.metrics.Counter;
import io.tickgate.core.metrics.DurationBuckets;
import io.tickgate.core.metrics.PublicationTimes;
import io.tickgate.core.metrics.ShardCounters;
import io.tickgate.core.metrics.StageTotals;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Everything that lives on one event loop: the groups of its subscribers, and what goes out to them at the end of a
 * {@link Turn}.
 *
 * <p><b>Owner:</b> the loop. Others reach it by {@link #execute}.
 */
public final class Shard {
    private final int index;
    private final EventExecutor loop;
    private final ShardCounters counters;
    private final Turn turn;
    private final Tickers tickers;
    private final SharedFrames frames = new SharedFrames();
    private final SharedFilters filters;
    private Consumer<Predicate<Topic>> restarts = affected -> {};

    Shard(int index, EventExecutor loop, ShardCounters counters, Turn turn, Tickers tickers) {
        this.index = index;
        this.loop = loop;
        this.counters = counters;
        this.turn = turn;
        this.tickers = tickers;
        this.filters = new SharedFilters(counters);
    }

    public int index() {
        return index;
    }

    public EventExecutor loop() {
        return loop;
    }

    public ShardCounters counters() {
        return counters;
    }

    /** The longest turn of delivering in the last minute, in microseconds. Any thread. */
    public long longestTurnMicros() {
        return turn.longestMicros();
    }

    /** True on the thread that owns this shard. */
    public boolean isCurrent() {
        return loop.inEventLoop();
    }

    /** Runs {@code task} on the owner: at once when that is the caller, else behind what it was handed before. */
    public void execute(Runnable task) {
        Loops.run(loop, task);
    }

    /**
     * Gets ready to place a subscriber in {@code topic}'s group: from the return on, everything numbered after the
     * position that the home shard is asked for next arrives here, made as {@code needs} say.
     *
     * @param needs as {@link Terms#needs}
     */
    void expect(Topic topic, long needs) {
        assert isCurrent();
        BroadcastGroup group = topic.group(index);
        if (group == null) {
            group = new BroadcastGroup(topic, this);
            group.expect(needs);
            topic.setGroup(index, group);
        } else {
            group.expect(needs);
        }
    }

    /**
     * What is made for a subscription stays so until {@link #letGo}, whatever becomes of the subscription and its terms.
     */
    public void hold(Subscription subscription) {
        expect(subscription.topic(), subscription.needs());
    }

    /** Ends {@link #hold}. */
    public void letGo(Topic topic) {
        arrived(topic);
    }

    /** Ends {@link #expect}, after {@link #place} where the subscriber still wants to be placed. */
    void arrived(Topic topic) {
        assert isCurrent();
        BroadcastGroup group = topic.group(index);
        if (group != null) {
            group.arrived();
            group.trim();
        }
    }

    /** Puts a subscription into its group. Who is there already gets what this turn brought first. */
    public void place(Subscription subscription) {
        assert isCurrent() && !turn.isSending();
        turn.prepare();
        Topic topic = subscription.topic();
        BroadcastGroup group = topic.group(index);
        if (group == null) {
            group = new BroadcastGroup(topic, this);
            topic.setGroup(index, group);
        }
        sendNow(group);
        group.add(subscription);
    }

    /**
     * Takes a subscription out of its group, but keeps its place: its family brings the publications for now. The topic
     * stays in use, and its publications stay encoded as this subscriber needs them, so nothing is missed on the way back.
     */
    public void setAside(Subscription subscription) {
        assert isCurrent() && !turn.isSending();
        hold(subscription);
        takeOut(subscription, true);
    }

    /** Changes how a subscription gets its publications, from the next one on; it keeps its place. */
    public void setOneByOne(Subscription subscription, boolean oneByOne) {
        assert isCurrent() && !turn.isSending();
        if (subscription.isOneByOne() != oneByOne) {
            change(subscription, () -> subscription.setOneByOne(oneByOne));
        }
    }

    /**
     * Changes the terms of a subscription from the next publication on; it keeps its place. What waits for it on the old terms
     * is sent first.
     */
    public void setTerms(Subscription subscription, Terms terms) {
        assert isCurrent() && !turn.isSending();
        if (!subscription.terms().equals(terms)) {
            change(subscription, () -> subscription.setTerms(terms));
            requireGroup(subscription).need(subscription.needs());
        }
    }

    /** Sends now what waits for a subscription because of its terms; nothing of it comes later. */
    public void flush(Subscription subscription) {
        assert isCurrent() && !turn.isSending();
        if (subscription.isPlaced() && subscription.terms().rate() != null) {
            change(subscription, () -> {});
        }
    }

    private void change(Subscription subscription, Runnable change) {
        if (subscription.isPlaced()) {
            BroadcastGroup group = takeOut(subscription, true);
            change.run();
            group.add(subscription);
            group.trim();
        } else {
            change.run();
        }
    }

    /** Ends {@link #setAside}. */
    public void bringBack(Subscription subscription) {
        place(subscription);
        arrived(subscription.topic());
    }

    /** Ends a subscription that was placed or set aside, after what this turn brought was sent to it. */
    public void remove(Subscription subscription) {
        assert isCurrent() && !turn.isSending();
        if (subscription.isPlaced()) {
            takeOut(subscription, false).trim();
        } else {
            arrived(subscription.topic());
        }
    }

    /** @param stays whether it goes on elsewhere, so that what waits for it must not be lost */
    private BroadcastGroup takeOut(Subscription subscription, boolean stays) {
        BroadcastGroup group = requireGroup(subscription);
        if (subscription.isPlaced()) {
            sendNow(group);
            if (stays) {
                group.flush(subscription);
            }
            group.remove(subscription);
        }
        return group;
    }

    private BroadcastGroup requireGroup(Subscription subscription) {
        BroadcastGroup group = subscription.topic().group(index);
        if (group == null) {
            throw new IllegalStateException("no group for " + subscription.topic());
        }
        return group;
    }

    /** The next of the phases over which subscribers are spread. */
    int nextPhase() {
        return tickers.nextPhase();
    }

    /** The filters in use here. */
    SharedFilters filters() {
        return filters;
    }

    /** The caller lets its filter go when it drops it. */
    Conflation newConflation(Encoding encoding, Terms terms, RateClass rate, int phase) {
        SharedFilter filter = filters.hold(terms.filter());
        return new Conflation(
                new Audience(encoding, terms, filter, null),
                new Audience(encoding, terms, filter, null),
                rate,
                phase,
                tickers,
                turn);
    }

    /** A direct buffer of {@code outbound.turn-bytes-max} for whoever runs on the loop, to fill and to send within one call. */
    public ByteBuf scratch() {
        assert isCurrent() && !turn.isSending();
        return turn.scratch();
    }

    /** Keeps the number of subscriptions, in all and by family. */
    public void countSubscription(Topic topic, int change) {
        counters.add(Counter.SUBSCRIPTIONS, topic.familyIndex(), change);
    }

    /** Passes what {@code subscriber} has written to its socket at the end of this turn. */
    public void flushLater(Subscriber subscriber) {
        assert isCurrent();
        turn.flushLater(subscriber);
    }

    /** Has {@code listener} told, here, of which topics positions mean nothing any more: whoever follows one begins anew. */
    public void onRestart(Consumer<Predicate<Topic>> listener) {
        restarts = listener;
    }

    void restart(Predicate<Topic> affected) {
        assert isCurrent() && !turn.isSending();
        restarts.accept(affected);
    }

    /** The clock that publications are timed by. Any thread. */
    long nanoTime() {
        return turn.nanoTime();
    }

    PublicationTimes times() {
        assert isCurrent();
        return turn.times();
    }

    /** How long publications took to the sockets of this loop's subscribers. Any thread. */
    public DurationBuckets publishToSocket() {
        return turn.times().totals();
    }

    void addTimes(StageTotals totals) {
        times().addTo(totals, nanoTime());
    }

    /** As {@link #deliver(Publication)}, of a publication that came, was numbered and was encoded at these times. */
    void deliver(Publication publication, long ingestNanos, long sequencedNanos, long encodedNanos) {
        times().onTurn(publication.topic().familyIndex(), ingestNanos, sequencedNanos, encodedNanos);
        deliver(publication);
        if (!turn.isScheduled()) {
            times().dropTurn();
        }
    }

    /** Brings a publication to every subscriber here: with this turn, or as its terms say. Borrows the publication. */
    void deliver(Publication publication) {
        assert isCurrent() && !turn.isSending();
        tickers.onArrival();
        Topic topic = publication.topic();
        append(topic.group(index), publication);
        Topic family = topic.family();
        if (family != null) {
            append(family.group(index), publication);
        }
        turn.endIfFull();
    }

    private void append(@Nullable BroadcastGroup group, Publication publication) {
        if (group == null) {
            return;
        }
        for (Audience audience = group.audiences(); audience != null; audience = audience.next()) {
            ByteBuf frame = publication.frame(audience.encoding());
            // No frame: this encoding's first subscriber came after the numbering, and is owed nothing before it.
            if (frame == null || !isWanted(publication, audience.filter(), audience.size())) {
                continue;
            }
            if (publication.exclusion() == null) {
                turn.append(audience, frame, publication);
            } else {
                turn.sendExcept(audience, frame, publication, publication.exclusion());
            }
        }
        for (Audience audience = group.oneByOne(); audience != null; audience = audience.next()) {
            ByteBuf frame = publication.frame(audience.encoding());
            if (frame != null && isWanted(publication, audience.filter(), audience.size())) {
                turn.deliver(audience, publication, SharedBytes.of(frame, publication));
            }
        }
        if (!group.conflations().isEmpty()) {
            offer(group.conflations(), publication);
        }
    }

    private boolean isWanted(Publication publication, @Nullable SharedFilter filter, int subscribers) {
        if (filter == null || publication.isNotice() || filter.matches(publication.values(), tickers.arrivals())) {
            return true;
        }
        counters.add(Counter.FILTERED, subscribers);
        return false;
    }

    private void offer(List<Conflation> conflations, Publication publication) {
        frames.clear();
        for (int i = 0; i < conflations.size(); i++) {
            Conflation conflation = conflations.get(i);
            Encoding encoding = conflation.encoding();
            ByteBuf frame = publication.frame(encoding);
            if (frame != null && isWanted(publication, conflation.filter(), conflation.size())) {
                conflation.offer(publication, frame, frames.of(encoding, frame));
            }
        }
        frames.clear();
    }

    /** Sends what this turn brought of {@code topic}, so that whatever is written next comes behind it. */
    public void sendNow(Topic topic) {
        assert isCurrent() && !turn.isSending();
        BroadcastGroup own = topic.group(index);
        if (own != null) {
            sendNow(own);
        }
        Topic family = topic.family();
        BroadcastGroup ofFamily = family == null ? null : family.group(index);
        if (ofFamily != null) {
            sendNow(ofFamily);
        }
    }

    /**
     * Sends what waits for the end of a turn, so that whatever a subscriber is told next is its last word. Where that is under
     * way, as it is for somebody whom it ends, the rest of it is not waited for.
     */
    public void sendNow() {
        assert isCurrent();
        if (!turn.isSending()) {
            turn.sendNow();
        }
    }

    private void sendNow(BroadcastGroup group) {
        for (Audience audience = group.audiences(); audience != null; audience = audience.next()) {
            turn.sendNow(audience);
        }
        List<Conflation> conflations = group.conflations();
        for (int i = 0; i < conflations.size(); i++) {
            conflations.get(i).sendNow();
        }
    }

    /** Sends what waits and gives the turn buffers back. The shard is not used afterwards. */
    void close() {
        assert isCurrent();
        turn.close();
    }
}
