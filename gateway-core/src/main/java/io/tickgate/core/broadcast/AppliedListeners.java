package io.tickgate.core.broadcast;

import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Which module hears of which family; a {@link Replica} asks for it. Any thread. */
final class AppliedListeners {
    private final ConcurrentHashMap<Integer, Following> byFamily = new ConcurrentHashMap<>();

    /** @param again follows the family once more */
    private record Following(AppliedListener listener, Runnable again) {}

    void add(Topic family, AppliedListener listener, Runnable again) {
        byFamily.put(family.familyIndex(), new Following(listener, again));
    }

    /** Whoever hears of {@code topic}, or null. Before any subscriber gets what is applied. */
    @Nullable
    AppliedListener of(Topic topic) {
        Following following = byFamily.get(topic.familyIndex());
        return following == null ? null : following.listener();
    }

    /** The store is another one, and all topics are unplaced. */
    void restarted() {
        for (Following following : byFamily.values()) {
            following.listener().onRestarted();
            following.again().run();
        }
    }
}
