package io.tickgate.core.broadcast;

import io.tickgate.core.metrics.Counter;
import io.tickgate.core.metrics.ShardCounters;
import io.tickgate.core.time.Clock;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Where the publications are that came under a key of their publisher, so that each of them is published once. They are
 * remembered by the name of their topic, which may be dropped and come back meanwhile.
 *
 * <p><b>Owner:</b> the home shard. <b>Bound:</b> the shard's equal share of {@code limits.max-idempotency-keys}; where one more
 * comes the oldest is forgotten before its time. <b>Cost:</b> some 200 bytes for each key; nothing for what has none.
 */
final class RememberedKeys {
    private record Key(String channel, String key) {}

    private record Place(long offset, long rememberedAtNanos) {}

    private final int keysMax;
    private final long ttlNanos;
    private final ShardCounters counters;
    private final Clock clock;
    /** All are remembered for the same time, so those that came first are the first to go. */
    private final Map<Key, Place> places = new LinkedHashMap<>(0);

    RememberedKeys(int keysMax, long ttlNanos, ShardCounters counters, Clock clock) {
        this.keysMax = keysMax;
        this.ttlNanos = ttlNanos;
        this.counters = counters;
        this.clock = clock;
    }

    /** The offset of what was published to {@code topic} under {@code key}; 0 where nothing was, or too long ago. */
    long offset(Topic topic, String key) {
        forgetOld();
        Place place = places.get(new Key(topic.name(), key));
        return place == null ? 0 : place.offset();
    }

    /** What was published under {@code key}, which was not remembered, has {@code offset}. */
    void remember(Topic topic, String key, long offset) {
        if (places.size() >= keysMax) {
            Iterator<Place> oldest = places.values().iterator();
            oldest.next();
            oldest.remove();
            counters.increment(Counter.IDEMPOTENCY_KEYS_EVICTED);
        }
        places.put(new Key(topic.name(), key), new Place(offset, clock.nanoTime()));
        counters.set(Counter.IDEMPOTENCY_KEYS, places.size());
    }

    /** Forgets those whose time is over. */
    void forgetOld() {
        if (places.isEmpty()) {
            return;
        }
        long nowNanos = clock.nanoTime();
        Iterator<Place> oldest = places.values().iterator();
        while (oldest.hasNext() && nowNanos - oldest.next().rememberedAtNanos() >= ttlNanos) {
            oldest.remove();
        }
        counters.set(Counter.IDEMPOTENCY_KEYS, places.size());
    }
}
