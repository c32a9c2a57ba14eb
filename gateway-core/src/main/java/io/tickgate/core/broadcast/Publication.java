package io.tickgate.core.broadcast;

import org.jspecify.annotations.Nullable;

/**
 * One message of a topic with its place in it, on its way to the shards that have subscribers.
 *
 * @param frames borrowed by whoever is handed this record; a shard that keeps it retains them
 * @param excluded the one subscriber who does not get it, or null
 */
record Publication(
        Topic topic,
        long offset,
        EncodedFrames frames,
        @Nullable Subscriber excluded) {}
