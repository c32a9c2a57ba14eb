package io.tickgate.core.broadcast;

import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Which module hears of which family; a {@link Replica} asks for it. Any thread. */
final class AppliedListeners {
    private final ConcurrentHashMap<Integer, AppliedListener> byFamily = new ConcurrentHashMap<>();

    void add(Topic family, AppliedListener listener) {
        byFamily.put(family.familyIndex(), listener);
    }

    /** Whoever hears of {@code topic}, or null. */
    @Nullable
    AppliedListener of(Topic topic) {
        return byFamily.get(topic.familyIndex());
    }

    void restarted() {
        byFamily.values().forEach(AppliedListener::onRestarted);
    }
}
