package io.tickgate.core.feed.shared;

import io.tickgate.core.broadcast.ReplicaListener;
import io.tickgate.core.broadcast.Topic;

/**
 * A module that follows a family from its start: knows when all of it was placed, and when it has to be read from its beginning
 * because the store has become another one.
 *
 * <p>On the home loop of the family, where nothing else is said.
 */
public abstract class FamilyFollower implements ReplicaListener {
    private final Loading loading;
    private boolean isFollowed;

    /** @param loading is not over before {@link #onAllPlaced} has ended what is begun here */
    protected FamilyFollower(Loading loading) {
        this.loading = loading;
        loading.begin();
    }

    @Override
    public final void onUnplaced(Topic topic) {
        if (topic.family() == null && isFollowed) {
            isFollowed = false;
            loading.begin();
            onAllUnplaced();
        }
    }

    @Override
    public final void onFollowed(Topic family) {
        if (!isFollowed) {
            isFollowed = true;
            onAllPlaced();
            loading.end();
        }
    }

    /** What was known counts for nothing, unless it is heard again. No topic is placed before what this hands to other loops. */
    protected abstract void onAllUnplaced();

    /** What the store has of the family was placed; what it has of it beside may still be read. */
    protected abstract void onAllPlaced();
}
