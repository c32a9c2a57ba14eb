package io.tickgate.core.broadcast;

import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Which module hears of which family. Any thread. */
final class AppliedListeners {
    private final ConcurrentHashMap<Integer, Following> byFamily = new ConcurrentHashMap<>();

    /** @param again follows the family once more */
    private record Following(Topic family, AppliedListener listener, Runnable again) {}

    void add(Topic family, AppliedListener listener, Runnable again) {
        byFamily.put(family.familyIndex(), new Following(family, listener, again));
    }

    /** Whoever hears of {@code topic}, or null. Before any subscriber gets what is applied. */
    @Nullable
    AppliedListener of(Topic topic) {
        Following following = byFamily.get(topic.familyIndex());
        return following == null ? null : following.listener();
    }

    /** Of families that {@code affected} names all topics are unplaced. */
    void restarted(Predicate<Topic> affected) {
        for (Following following : byFamily.values()) {
            if (affected.test(following.family())) {
                following.listener().onRestarted();
            }
        }
    }

    /** Follows these families once more. */
    void followAgain(Predicate<Topic> affected) {
        for (Following following : byFamily.values()) {
            if (affected.test(following.family())) {
                following.again().run();
            }
        }
    }
}
