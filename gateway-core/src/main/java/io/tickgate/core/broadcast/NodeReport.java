package io.tickgate.core.broadcast;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What one gateway says of itself to those that share a {@link Backbone} with it.
 *
 * @param name as people call it; empty where the backbone is to find one
 * @param secondsUp since its start
 * @param connections WebSockets
 * @param subscriptions by family
 * @param isSelf whether this gateway itself said it
 * @param ageMillis since it was said
 */
public record NodeReport(
        String name,
        String version,
        long secondsUp,
        boolean isDraining,
        long connections,
        Map<String, Long> subscriptions,
        boolean isSelf,
        long ageMillis) {
    public NodeReport {
        subscriptions = Collections.unmodifiableMap(new LinkedHashMap<>(subscriptions));
    }

    /** The same, so much later. */
    public NodeReport olderBy(long millis) {
        return new NodeReport(
                name, version, secondsUp, isDraining, connections, subscriptions, isSelf, ageMillis + millis);
    }
}
