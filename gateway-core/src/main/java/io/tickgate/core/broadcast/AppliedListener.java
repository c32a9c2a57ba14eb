package io.tickgate.core.broadcast;

import org.jspecify.annotations.Nullable;

/**
 * A module whose state follows from the publications of its family: hears of each topic what {@link Replica} hears, in that
 * order, and before any subscriber gets it. On the topic's home loop, where nothing else is said.
 */
public interface AppliedListener {
    /**
     * The topic is heard from here on, for the first time or anew.
     *
     * @param newest the last publication where it is known
     */
    void onPlaced(Topic topic, long offset, @Nullable StoredPublication newest);

    /** The topic's next publication, of this gateway or another. */
    void onApplied(Topic topic, StoredPublication publication);

    /** Publications up to {@code upTo} cannot be had any more; the topic goes on after them. */
    void onLost(Topic topic, long upTo);

    /** What was kept of the topic is forgotten. */
    void onForgotten(Topic topic);

    /** The store is another one: what was known counts for nothing, and the family has to be followed again. Any thread. */
    void onRestarted();

    /**
     * Who does not get a publication of its family, beside the connection that the publication itself names; null for nobody.
     * Asked when the publication is applied and when it is read from the store.
     */
    default @Nullable Exclusion exclusion(Topic topic, StoredPublication publication) {
        return null;
    }
}
