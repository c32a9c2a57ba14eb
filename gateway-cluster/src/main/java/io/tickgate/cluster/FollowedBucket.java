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

    /** @return whether something before it is missing */
    boolean onAnnounced(long sequence) {
        boolean isHole = heard > 0 && sequence > heard + 1;
        heard = Math.max(heard, sequence);
        return isHole;
    }
}
