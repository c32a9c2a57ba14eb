package io.tickgate.cluster;

import io.tickgate.core.broadcast.Topic;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A bucket whose announcements this gateway hears, or is about to.
 *
 * <p><b>Owner:</b> the store's loop.
 */
final class FollowedBucket {
    /** How far it is. */
    enum State {
        /** Not heard yet, or not any more. */
        UNHEARD,
        /** Redis was asked for its announcements. */
        ASKED,
        /** What is published from now on is heard; what was before is not known. */
        HEARD,
        /** What was before is being read. */
        LOADING,
        /** Every topic of it is where the store is. */
        FOLLOWED
    }

    private final Bucket bucket;
    private final Map<String, Topic> topics = new HashMap<>();
    /** Those of which the homes are asked whether they are still placed. */
    private final Set<Topic> looked = new HashSet<>();

    private final List<FollowRequest> waiting = new ArrayList<>(1);

    State state = State.UNHEARD;
    /** It was followed and missed something. */
    boolean isCatchingUp;
    /** A topic could not be placed when it was time. */
    boolean isIncomplete;
    /** Something was missed while it was loaded. */
    boolean isOutdated;
    /** Nobody needs it, and the homes forget where its topics are. */
    boolean isLeaving;
    /** Which attempt to load counts. */
    int load;

    long floor;
    long neededAtNanos;
    private long heard;
    private boolean isKept;
    /** By the clock of Redis: what was published up to then is known here; 0 where it was not followed before. */
    private long knownMicros;
    /** No topic that is new since then begins below. */
    private long knownFloor;
    /** The newest publication of which the load under way has read. */
    private long loadedMicros;

    FollowedBucket(Bucket bucket, long nowNanos) {
        this.bucket = bucket;
        this.neededAtNanos = nowNanos;
    }

    Bucket bucket() {
        return bucket;
    }

    /** Its family is followed as a whole, and so it stays. */
    boolean isKept() {
        return isKept;
    }

    void keep() {
        isKept = true;
        topics.clear();
        looked.clear();
    }

    /** Topics of it that were placed here, unless it {@link #isKept}; those that were collected of late are among them. */
    Collection<Topic> topics() {
        return topics.values();
    }

    /** The topic is about to be placed. */
    void know(Topic topic) {
        if (!isKept) {
            topics.put(topic.name(), topic);
            looked.remove(topic);
        }
    }

    /** The homes are asked which topics are placed no more. @return of these; empty while they are asked */
    List<Topic> look() {
        if (!looked.isEmpty()) {
            return List.of();
        }
        looked.addAll(topics.values());
        return List.copyOf(looked);
    }

    /** @param unplaced of those that {@link #look} gave; one that was placed meanwhile stays */
    void onLooked(List<Topic> unplaced) {
        for (Topic topic : unplaced) {
            if (looked.contains(topic)) {
                topics.remove(topic.name(), topic);
            }
        }
        looked.clear();
    }

    List<FollowRequest> waiting() {
        return waiting;
    }

    /** Up to where nothing is missing; 0 while that is not known. */
    long heard() {
        return heard;
    }

    /** What is published from now on is heard. */
    void onSubscribed() {
        state = State.HEARD;
        heard = 0;
    }

    /** The store was at {@code sequence} when it was asked: what was before is known. */
    void onLoaded(long sequence) {
        heard = Math.max(heard, sequence);
    }

    /** Whether nothing can be missing between what is known and {@code sequence}. */
    boolean isNext(long sequence) {
        return heard > 0 && sequence == heard + 1;
    }

    /** A load begins. */
    void onLoading() {
        state = State.LOADING;
        isIncomplete = false;
        isOutdated = false;
        loadedMicros = 1;
    }

    /** All that was there when the load began is known, and nothing was missed since. */
    void onFollowed() {
        state = State.FOLLOWED;
        isCatchingUp = false;
        knownMicros = Math.max(knownMicros, loadedMicros);
        knownFloor = floor;
    }

    /** Where its topics are is not known any more. */
    void onUnplaced() {
        knownMicros = 0;
    }

    /** The load has come to a topic with a publication of {@code epochMicros}. */
    void onRecord(long epochMicros) {
        loadedMicros = Math.max(loadedMicros, epochMicros);
    }

    /** A publication of {@code epochMicros} was heard. */
    void onHeard(long epochMicros) {
        if (state == State.FOLLOWED && knownMicros > 0) {
            knownMicros = Math.max(knownMicros, epochMicros);
        }
    }

    /**
     * Where a topic is placed that is not placed yet. Where its whole family is followed and something was missed, one that was
     * published to since may be new: then nobody here has got what it began with.
     *
     * @param offset from which on it is heard
     * @param epochMicros of its newest publication
     */
    long start(long offset, long epochMicros) {
        return isKept && knownMicros > 0 && epochMicros > knownMicros ? Math.min(knownFloor, offset) : offset;
    }

    /** @return whether something before it is missing */
    boolean onAnnounced(long sequence) {
        boolean isHole = heard > 0 && sequence > heard + 1;
        heard = Math.max(heard, sequence);
        return isHole;
    }
}
