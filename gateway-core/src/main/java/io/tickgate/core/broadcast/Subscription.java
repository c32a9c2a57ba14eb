package io.tickgate.core.broadcast;

import io.tickgate.core.frame.Encoding;
import org.jspecify.annotations.Nullable;

/**
 * One subscriber's membership in one topic. It is <i>placed</i> while it sits in the topic's group, and <i>set aside</i>
 * while the subscriber holds the topic's family as well: then the family's group brings the publication, once.
 *
 * <p><b>Owner:</b> the subscriber's shard.
 */
public final class Subscription {
    private final Subscriber subscriber;
    private final Topic topic;
    private @Nullable Audience audience;
    private int index;
    private boolean oneByOne;
    private Terms terms;
    private long joinedAt;

    /** @param oneByOne see {@link #isOneByOne} */
    public Subscription(Subscriber subscriber, Topic topic, Terms terms, boolean oneByOne) {
        this.subscriber = subscriber;
        this.topic = topic;
        this.terms = terms;
        this.oneByOne = oneByOne;
    }

    /**
     * Whether each publication is handed to {@link Subscriber#deliver} by itself, so that the subscriber knows what it
     * got, rather than joined with others in a {@link TurnBatch}.
     */
    public boolean isOneByOne() {
        return oneByOne;
    }

    void setOneByOne(boolean newOneByOne) {
        oneByOne = newOneByOne;
    }

    public Terms terms() {
        return terms;
    }

    void setTerms(Terms newTerms) {
        terms = newTerms;
    }

    /** What its frames must look like. */
    Encoding encoding() {
        return terms.encoding(subscriber.kind());
    }

    /** What must be made of a publication for it. */
    long needs() {
        return terms.needs(subscriber.kind());
    }

    public Topic topic() {
        return topic;
    }

    Subscriber subscriber() {
        return subscriber;
    }

    public boolean isPlaced() {
        return audience != null;
    }

    Audience requireAudience() {
        if (audience == null) {
            throw new IllegalStateException("not placed: " + topic);
        }
        return audience;
    }

    /** How many publications had arrived on the shard when it joined those who wait for a tick. */
    long joinedAt() {
        return joinedAt;
    }

    void joinAt(long arrivals) {
        joinedAt = arrivals;
    }

    int index() {
        return index;
    }

    void placeIn(Audience newAudience, int newIndex) {
        audience = newAudience;
        index = newIndex;
    }

    void lift() {
        audience = null;
    }
}
