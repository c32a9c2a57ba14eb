package io.tickgate.core.broadcast;

import io.netty.buffer.ByteBuf;
import io.netty.util.concurrent.EventExecutor;
import io.tickgate.core.metrics.Counter;
import io.tickgate.core.metrics.RecentMaximum;
import io.tickgate.core.metrics.ShardCounters;
import io.tickgate.core.time.Clock;
import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;

/**
 * Everything that lives on one event loop: the groups of its subscribers, and what waits for the end of the turn.
 *
 * <p><b>Owner:</b> the loop. Others reach it by {@link #execute}. Publications that arrive in one turn are joined per
 * audience; the end of the turn, a task behind all input that the loop had already read, sends each subscriber everything
 * at once. When one publication arrived there is nothing to join and nothing is delayed.
 */
public final class Shard {
    private final int index;
    private final EventExecutor loop;
    private final Clock clock;
    private final ShardCounters counters;
    private final TurnBatchPool batches;
    private final TurnSender sender;
    private final int turnBytesMax;

    private final ArrayList<Audience> dirty = new ArrayList<>();
    private final ArrayList<Subscriber> unflushed = new ArrayList<>();
    private final AtomicLongArray subscriptionsByFamily;
    private final RecentMaximum longestTurn = new RecentMaximum();
    private final Runnable endTurn = this::endTurn;
    private int turnBytes;
    private boolean turnScheduled;
    private boolean sending;

    /**
     * @param familyCount how many families there are
     * @param turnBytesMax bytes that one turn may join before it is sent early ({@code outbound.turn-bytes-max})
     */
    Shard(
            int index,
            EventExecutor loop,
            Clock clock,
            ShardCounters counters,
            TurnBatchPool batches,
            TurnSender sender,
            int familyCount,
            int turnBytesMax) {
        this.index = index;
        this.loop = loop;
        this.clock = clock;
        this.counters = counters;
        this.batches = batches;
        this.sender = sender;
        this.subscriptionsByFamily = new AtomicLongArray(familyCount);
        this.turnBytesMax = turnBytesMax;
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
        return longestTurn.get(clock.nanoTime());
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
     * position that the home shard is asked for next arrives here.
     */
    void expect(Topic topic, Subscriber subscriber) {
        assert isCurrent();
        BroadcastGroup group = topic.group(index);
        if (group == null) {
            group = new BroadcastGroup(topic, this);
            group.expect(subscriber.kind());
            topic.setGroup(index, group);
        } else {
            group.expect(subscriber.kind());
        }
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
        assert isCurrent() && !sending;
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
        assert isCurrent() && !sending;
        expect(subscription.topic(), subscription.subscriber());
        takeOut(subscription);
    }

    /** Changes how a subscription gets its publications, from the next one on; it keeps its place. */
    public void setOneByOne(Subscription subscription, boolean oneByOne) {
        assert isCurrent() && !sending;
        if (subscription.isOneByOne() == oneByOne) {
            return;
        }
        if (subscription.isPlaced()) {
            BroadcastGroup group = takeOut(subscription);
            subscription.setOneByOne(oneByOne);
            group.add(subscription);
            group.trim();
        } else {
            subscription.setOneByOne(oneByOne);
        }
    }

    /** Ends {@link #setAside}. */
    public void bringBack(Subscription subscription) {
        place(subscription);
        arrived(subscription.topic());
    }

    /** Ends a subscription that was placed or set aside, after what this turn brought was sent to it. */
    public void remove(Subscription subscription) {
        assert isCurrent() && !sending;
        if (subscription.isPlaced()) {
            takeOut(subscription).trim();
        } else {
            arrived(subscription.topic());
        }
    }

    private BroadcastGroup takeOut(Subscription subscription) {
        BroadcastGroup group = subscription.topic().group(index);
        if (group == null) {
            throw new IllegalStateException("no group for " + subscription.topic());
        }
        if (subscription.isPlaced()) {
            sendNow(group);
            group.remove(subscription);
        }
        return group;
    }

    /** A direct buffer of {@code outbound.turn-bytes-max} for whoever runs on the loop, to fill and to send within one call. */
    public ByteBuf scratch() {
        assert isCurrent() && !sending;
        return sender.scratch();
    }

    /** Keeps the number of subscriptions, in all and by family. */
    public void countSubscription(Topic topic, int change) {
        counters.add(Counter.SUBSCRIPTIONS, change);
        int family = topic.familyIndex();
        subscriptionsByFamily.lazySet(family, subscriptionsByFamily.getPlain(family) + change);
    }

    /** Subscriptions to topics of one family held here. Any thread. */
    public long subscriptions(int familyIndex) {
        return subscriptionsByFamily.get(familyIndex);
    }

    /** Passes what {@code subscriber} has written to its socket at the end of this turn. */
    public void flushLater(Subscriber subscriber) {
        assert isCurrent();
        unflushed.add(subscriber);
        scheduleEndOfTurn();
    }

    /** Appends a publication to the batch of every audience here that gets it. Borrows the publication. */
    void deliver(Publication publication) {
        assert isCurrent() && !sending;
        Topic topic = publication.topic();
        append(topic.group(index), publication);
        Topic family = topic.family();
        if (family != null) {
            append(family.group(index), publication);
        }
        if (turnBytes > turnBytesMax) {
            endTurn();
        }
    }

    private void append(@Nullable BroadcastGroup group, Publication publication) {
        if (group == null) {
            return;
        }
        for (Audience audience = group.audiences(); audience != null; audience = audience.next()) {
            ByteBuf frame = publication.frame(audience.kind());
            // No frame: this kind's first subscriber came after the numbering, and is owed nothing before it.
            if (frame == null || audience.size() == 0) {
                continue;
            }
            if (publication.exclusion() != null) {
                sendExcept(audience, frame, publication, publication.exclusion());
                continue;
            }
            if (!audience.append(frame, publication)) {
                // The first of this turn, or there was no memory to join it with those that are there.
                sendNow(audience);
                audience.begin(frame, publication, batches);
                dirty.add(audience);
                scheduleEndOfTurn();
            }
            turnBytes += frame.readableBytes();
            counters.add(Counter.DELIVERED, audience.size());
        }
        Audience oneByOne = group.oneByOne();
        if (oneByOne != null) {
            deliverOneByOne(oneByOne, publication);
        }
    }

    private void deliverOneByOne(Audience first, Publication publication) {
        sending = true;
        try {
            for (Audience audience = first; audience != null; audience = audience.next()) {
                ByteBuf frame = publication.frame(audience.kind());
                if (frame != null) {
                    deliverOneByOne(audience, publication, SharedBytes.of(frame, publication));
                }
            }
        } finally {
            sending = false;
        }
    }

    private void deliverOneByOne(Audience audience, Publication publication, SharedBytes frame) {
        Exclusion exclusion = publication.exclusion();
        for (int i = 0, size = audience.size(); i < size; i++) {
            Subscriber subscriber = audience.subscriber(i);
            if (exclusion == null || !exclusion.excludes(subscriber)) {
                subscriber.deliver(publication.topic(), publication.offset(), frame);
                counters.increment(Counter.DELIVERED);
            }
        }
    }

    /** An exclusion breaks the sharing, so this publication goes out by itself, between the others. */
    private void sendExcept(Audience audience, ByteBuf frame, Publication publication, Exclusion exclusion) {
        sendNow(audience);
        TurnBatch batch = batches.take();
        batch.add(frame, publication);
        sending = true;
        int sent;
        try {
            sent = sender.sendExcept(audience, batch, exclusion);
        } finally {
            sending = false;
            batches.giveBack(batch);
        }
        counters.add(Counter.DELIVERED, sent);
        scheduleEndOfTurn();
    }

    /** Sends what this turn brought of {@code topic}, so that whatever is written next comes behind it. */
    public void sendNow(Topic topic) {
        assert isCurrent() && !sending;
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

    private void sendNow(BroadcastGroup group) {
        for (Audience audience = group.audiences(); audience != null; audience = audience.next()) {
            sendNow(audience);
        }
    }

    private void sendNow(Audience audience) {
        if (audience.batch() != null) {
            dirty.remove(audience);
            sending = true;
            try {
                sender.send(audience);
            } finally {
                sending = false;
            }
        }
    }

    private void scheduleEndOfTurn() {
        if (!turnScheduled) {
            turnScheduled = true;
            loop.execute(endTurn);
        }
    }

    private void endTurn() {
        assert isCurrent() && !sending;
        turnScheduled = false;
        long startedAtNanos = clock.nanoTime();
        sending = true;
        turnBytes = 0;
        try {
            sender.sendAll(dirty);
        } finally {
            sending = false;
        }
        dirty.clear();
        for (int i = 0; i < unflushed.size(); i++) {
            unflushed.get(i).flush();
        }
        unflushed.clear();
        long now = clock.nanoTime();
        longestTurn.offer((now - startedAtNanos) / 1_000, now);
    }

    /** Sends what waits and gives the turn buffers back. The shard is not used afterwards. */
    void close() {
        assert isCurrent();
        endTurn();
        sender.close();
        batches.close();
    }
}
