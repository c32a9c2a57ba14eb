package io.tickgate.core.broadcast;

import org.jspecify.annotations.Nullable;

/**
 * The gateway's side of a {@link Backbone}: topics as this gateway has heard them. Every call on the home loop of its topic,
 * unless it says otherwise.
 */
public interface Replica {
    /** The topic of that name, made where there is none; null when there is no place for it. Any thread. */
    @Nullable
    Topic topic(String name);

    /**
     * From here on the topic is heard: the next publication has {@code offset} + 1. Does nothing where it is placed already,
     * or while a {@link #restart} is under way: {@link Backbone#follow} is asked again then.
     *
     * @param newest the last publication where it is known; goes to nobody
     */
    void place(Topic topic, long offset, @Nullable StoredPublication newest);

    /** The topic is not heard any more: what is kept of it here counts for nothing. */
    void unplace(Topic topic);

    /** Whether the topic is placed. One that was dropped for want of use is not; {@link #topic} gives another of its name. */
    boolean isPlaced(Topic topic);

    /** The last offset that was applied. */
    long offset(Topic topic);

    /**
     * Delivers the next publication of a placed topic. One that was applied already, or is of a topic that is not placed, is left
     * alone.
     *
     * @return false where some before it are missing: nothing has happened then, and they have to come first
     */
    boolean apply(Topic topic, StoredPublication publication);

    /** Publications up to {@code upTo} cannot be had any more: whoever follows the topic is told so, and it goes on after them. */
    void lose(Topic topic, long upTo);

    /** What was kept of the topic is forgotten. */
    void forgotten(Topic topic);

    /**
     * The store is another one than before, or has lost something: positions under the epoch of before mean nothing any more.
     * All topics are unplaced, and whoever follows one is told. Nothing is followed any more before {@link Backbone#follow}
     * asks for it again. What is handed to a home behind this call is of the new epoch, whose offsets are above all of the old
     * one. Also when the store is reached for the first time. Any thread.
     */
    void restart(String epoch);
}
