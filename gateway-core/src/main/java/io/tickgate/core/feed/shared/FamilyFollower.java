package io.tickgate.core.feed.shared;

import io.tickgate.core.broadcast.AppliedListener;
import io.tickgate.core.broadcast.ModuleStore;

/**
 * A module that follows a family from its start: it knows when all of it was placed, and when it has to be read from its
 * beginning because the store has become another one.
 */
public abstract class FamilyFollower implements AppliedListener {
    private final Loading loading;

    /** @param loading is not over before all of the family was placed */
    protected FamilyFollower(Loading loading) {
        this.loading = loading;
    }

    /** Follows {@code family} from now on. */
    public final void follow(ModuleStore store, String family) {
        loading.begin();
        store.follow(family, this, () -> {
            onAllPlaced();
            loading.end();
        });
    }

    @Override
    public final void onRestarted() {
        loading.begin();
        onAllUnplaced();
    }

    /**
     * What was known counts for nothing, unless it is heard again. Any thread; no topic is placed before what this hands to
     * loops has run there.
     */
    protected abstract void onAllUnplaced();

    /** What the store has of the family was placed; what it has of it beside may still be read. On the home of the family. */
    protected abstract void onAllPlaced();
}
