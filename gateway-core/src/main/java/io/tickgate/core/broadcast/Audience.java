package io.tickgate.core.broadcast;

import io.netty.buffer.ByteBuf;
import io.tickgate.core.frame.Encoding;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Those subscribers of a {@link BroadcastGroup} who need the same bytes on the same terms, and what has arrived for them in this turn.
 *
 * <p><b>Owner:</b> the shard. Adding and removing is O(1); order among subscribers means nothing.
 */
final class Audience {
    private static final Subscription[] NOBODY = {};
    private static final Subscriber[] NO_SUBSCRIBERS = {};

    private final Encoding encoding;
    private final Terms terms;
    private final @Nullable SharedFilter filter;
    private @Nullable Audience next;
    private Subscription[] members = NOBODY;
    /** Whose they are: the fan-out reads these alone. */
    private Subscriber[] subscribers = NO_SUBSCRIBERS;

    private int size;
    private @Nullable TurnBatch batch;

    /** @param filter that of the terms; held by who made this */
    Audience(Encoding encoding, Terms terms, @Nullable SharedFilter filter, @Nullable Audience next) {
        this.encoding = encoding;
        this.terms = terms;
        this.filter = filter;
        this.next = next;
    }

    Encoding encoding() {
        return encoding;
    }

    Terms terms() {
        return terms;
    }

    /** What must be made of a publication for it. */
    long needs() {
        return terms.needs(encoding.kind());
    }

    /** Which publications are wanted here; null for all. */
    @Nullable
    SharedFilter filter() {
        return filter;
    }

    @SuppressWarnings("ReferenceEquality")
    boolean isFor(Encoding otherEncoding, Terms otherTerms) {
        return encoding == otherEncoding && terms.equals(otherTerms);
    }

    @Nullable
    Audience next() {
        return next;
    }

    void setNext(@Nullable Audience next) {
        this.next = next;
    }

    int size() {
        return size;
    }

    Subscriber subscriber(int index) {
        return subscribers[index];
    }

    Subscription subscription(int index) {
        return members[index];
    }

    /** Everybody here goes over to {@code other}. */
    void moveTo(Audience other) {
        while (size > 0) {
            Subscription last = members[size - 1];
            remove(last);
            other.add(last);
        }
    }

    void add(Subscription subscription) {
        assert batch == null : "who joins must not get what came before";
        if (size == members.length) {
            // From one: most topics have one subscriber, and a hundred thousand such topics are a normal day.
            resize(size == 0 ? 1 : size * 2);
        }
        put(subscription, subscription.subscriber(), size++);
    }

    @SuppressWarnings("NullAway") // A slot beyond size is empty, and nobody reads it.
    void remove(Subscription subscription) {
        assert batch == null : "who leaves must get what came before";
        int hole = subscription.index();
        size--;
        put(members[size], subscribers[size], hole);
        members[size] = null;
        subscribers[size] = null;
        subscription.lift();
        if (size < members.length >> 2) {
            resize(members.length >> 1);
        }
    }

    private void put(Subscription subscription, Subscriber subscriber, int index) {
        members[index] = subscription;
        subscribers[index] = subscriber;
        subscription.placeIn(this, index);
    }

    private void resize(int length) {
        members = Arrays.copyOf(members, length);
        subscribers = Arrays.copyOf(subscribers, length);
    }

    /** What waits for the end of the turn; null when nothing does. */
    @Nullable
    TurnBatch batch() {
        return batch;
    }

    /** Takes the first frame of a turn. */
    void begin(ByteBuf frame, Publication publication, TurnBatchPool pool) {
        TurnBatch first = pool.take();
        first.add(frame, publication);
        batch = first;
    }

    /** Takes a frame more. @return false when the batch, or the want of one, does not allow it */
    boolean append(ByteBuf frame, Publication publication) {
        return batch != null && batch.add(frame, publication);
    }

    @Nullable
    TurnBatch takeBatch() {
        TurnBatch taken = batch;
        batch = null;
        if (taken != null) {
            taken.setForOne(size == 1);
        }
        return taken;
    }
}
