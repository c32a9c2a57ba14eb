package io.tickgate.core.broadcast;

import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Every connected subscriber by its connection id. Any thread. Bounded by {@code limits.max-connections}. */
public final class SubscriberRegistry {
    private final ConcurrentHashMap<UUID, Subscriber> subscribers = new ConcurrentHashMap<>();

    public void add(UUID id, Subscriber subscriber) {
        subscribers.put(id, subscriber);
    }

    public void remove(UUID id) {
        subscribers.remove(id);
    }

    /** Whether that connection is open. */
    public boolean contains(UUID id) {
        return subscribers.containsKey(id);
    }

    /** Those that are open now, in no order. */
    public List<UUID> ids() {
        return List.copyOf(subscribers.keySet());
    }

    /** The subscriber with that id; null when there is none, or the text is no id. */
    @Nullable
    Subscriber find(String id) {
        try {
            return subscribers.get(UUID.fromString(id));
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
