package io.tickgate.core.session;

import io.tickgate.core.broadcast.Shard;
import io.tickgate.core.broadcast.Subscriber;
import io.tickgate.core.broadcast.Subscription;
import io.tickgate.core.broadcast.Topic;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What one session is subscribed to. While it holds a family, its subscriptions to members of that family are set
 * aside: each publication comes once, by the family.
 *
 * <p><b>Owner:</b> the session's loop. <b>Bound:</b> {@code limits.max-subscriptions}.
 */
final class Subscriptions {
    private final Shard shard;
    private final Subscriber subscriber;
    private final Map<Topic, Subscription> held = new HashMap<>(4);

    Subscriptions(Shard shard, Subscriber subscriber) {
        this.shard = shard;
        this.subscriber = subscriber;
    }

    int count() {
        return held.size();
    }

    boolean contains(Topic topic) {
        return held.containsKey(topic);
    }

    /** Whether publications of {@code topic} reach this session. */
    boolean covers(Topic topic) {
        Topic family = topic.family();
        return held.containsKey(topic) || (family != null && held.containsKey(family));
    }

    /** Adds a subscription; one that is there already stays as it is. */
    void add(Topic topic) {
        if (held.containsKey(topic)) {
            return;
        }
        Subscription subscription = new Subscription(subscriber, topic);
        held.put(topic, subscription);
        shard.countSubscription(topic, 1);
        Topic family = topic.family();
        if (family == null) {
            membersOf(topic, shard::setAside);
            shard.place(subscription);
        } else if (held.containsKey(family)) {
            shard.setAside(subscription);
        } else {
            shard.place(subscription);
        }
    }

    /** Removes a subscription; after it no frame of that topic comes, unless its family brings it. */
    void remove(Topic topic) {
        Subscription subscription = held.remove(topic);
        if (subscription == null) {
            return;
        }
        shard.countSubscription(topic, -1);
        shard.remove(subscription);
        if (topic.family() == null) {
            membersOf(topic, shard::bringBack);
        }
    }

    private void membersOf(Topic family, Consumer<Subscription> action) {
        for (Subscription subscription : held.values()) {
            if (subscription.topic().family() == family) {
                action.accept(subscription);
            }
        }
    }

    /** Removes everything, when the session ends. */
    void clear() {
        for (Subscription subscription : held.values()) {
            shard.countSubscription(subscription.topic(), -1);
            shard.remove(subscription);
        }
        held.clear();
    }
}
