package io.tickgate.core.broadcast;

import org.jspecify.annotations.Nullable;

/**
 * A module of the gateway that keeps something of what is published to its family, at whichever gateway it was published.
 * Every call on the home loop of its topic, in the order of the offsets.
 */
public interface ReplicaListener {
    /** Who does not get a publication here, besides the connection that its publisher named; null for nobody. */
    default @Nullable Exclusion exclusion(Topic topic, StoredPublication publication) {
        return null;
    }

    /**
     * The topic is heard from here on; what is kept of it in tables is as of {@code offset}, or newer.
     *
     * @param newest the last publication where it is known
     */
    default void onPlaced(Topic topic, long offset, @Nullable StoredPublication newest) {}

    /** The family is followed, after its topic was placed for the first time or anew: all members that there are were placed. */
    default void onFollowed(Topic family) {}

    /** A publication has come, and is on its way to whoever is subscribed here. */
    default void onApplied(Topic topic, StoredPublication publication) {}

    /** Publications up to {@code upTo} will not come. */
    default void onLost(Topic topic, long upTo) {}

    /** What was kept of the topic is forgotten everywhere. */
    default void onForgotten(Topic topic) {}

    /** The topic is not heard any more: what is kept of it counts for nothing until it is placed again. */
    default void onUnplaced(Topic topic) {}
}
