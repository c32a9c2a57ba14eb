package io.tickgate.cluster;

import java.time.Duration;
import java.util.Map;

/**
 * How Redis is used, whatever it is and wherever.
 *
 * @param keyspace what things are called there
 * @param timeout within which Redis has to answer
 * @param probeInterval between two looks at the connections and at what was heard
 * @param idempotencyTtl how long the key of a publication is remembered ({@code limits.idempotency-ttl})
 * @param topicIdle after which a topic of which nothing is kept is dropped
 * @param topicsPerBucketMax topics that a bucket may hold
 * @param pendingBytesMax publications that wait for Redis
 * @param heardBytesMax publications that were heard and wait for their home loops; also what waits there for what comes before
 * @param kept by family
 * @param beat between two words of a gateway that it lives
 * @param nodeName what this gateway is called in the view of all
 */
record RedisSettings(
        Keyspace keyspace,
        Duration timeout,
        Duration probeInterval,
        Duration idempotencyTtl,
        Duration topicIdle,
        int topicsPerBucketMax,
        long pendingBytesMax,
        long heardBytesMax,
        Map<String, Kept> kept,
        Duration beat,
        String nodeName) {
    /** Between two looks for buckets that nobody needs, and how long nobody has to have needed them. */
    static final Duration LEAVE_AFTER = Duration.ofSeconds(60);

    /** How long a gateway's word lasts that it follows a bucket: longer than it takes to sweep all of them once. */
    static final Duration FOLLOWED_FOR = Duration.ofHours(24);

    /**
     * What is kept of each topic of a family.
     */
    record Kept(int entries, long bytes, Duration ttl) {
        /** So that what was lost on its way can be had again, even where no client may ask for the past. */
        private static final int ENTRIES_MIN = 256;

        /** How many publications a stream keeps behind one of {@code length} bytes. */
        long entries(int length) {
            return Math.max(16, Math.min(Math.max(entries, ENTRIES_MIN), bytes / Math.max(1, length)));
        }
    }

    /** A gateway that has not spoken for so long has died. */
    long forgottenAfterMillis() {
        return 5 * beat.toMillis();
    }

    RedisSettings {
        kept = Map.copyOf(kept);
    }
}
