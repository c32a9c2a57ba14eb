package io.tickgate.core.broadcast;

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

    /** @param oneByOne see {@link #isOneByOne} */
    public Subscription(Subscriber subscriber, Topic topic, boolean oneByOne) {
        this.subscriber = subscriber;
        this.topic = topic;
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
