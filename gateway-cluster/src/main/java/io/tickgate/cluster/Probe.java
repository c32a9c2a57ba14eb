package io.tickgate.cluster;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Looks again and again whether both connections live and nothing was missed: asks the store where its buckets are, then
 * publishes to this gateway itself. What comes back by Pub/Sub comes behind all that was announced before; a bucket that is
 * not heard up to where it was then has lost an announcement.
 *
 * <p><b>Owner:</b> the store's loop.
 */
final class Probe {
    private final Store store;
    private final Hearing hearing;
    private final Following following;
    private final RedisSettings settings;
    private final ClusterCounts counts;

    private @Nullable Map<FollowedBucket, Long> awaited;
    private long number;
    private long sentAtNanos;
    private boolean isComparing;

    Probe(Store store, Hearing hearing, Following following, RedisSettings settings, ClusterCounts counts) {
        this.store = store;
        this.hearing = hearing;
        this.following = following;
        this.settings = settings;
        this.counts = counts;
    }

    /** Every {@code redis.probe-interval}. */
    void begin() {
        assert store.loop().inEventLoop();
        if (!store.isReady() || isComparing || awaited != null) {
            return;
        }
        isComparing = true;
        store.compare()
                .whenCompleteAsync(
                        (done, failure) -> {
                            isComparing = false;
                            if (failure != null) {
                                store.reset("the probe was not answered: " + Failures.text(failure));
                            } else if (store.isReady()) {
                                publish();
                            }
                        },
                        store.loop());
    }

    private void publish() {
        Map<FollowedBucket, Long> due = new HashMap<>();
        for (FollowedBucket bucket : following.buckets()) {
            if (bucket.state == FollowedBucket.State.FOLLOWED) {
                due.put(bucket, bucket.bucket().known());
            }
        }
        long mine = ++number;
        if (hearing.isUp()) {
            awaited = due;
            sentAtNanos = System.nanoTime();
        }
        store.commands()
                .publish(Keyspace.bytes(hearing.probeChannel()), Keyspace.bytes(mine))
                .whenCompleteAsync(
                        (heardBy, failure) -> {
                            if (failure != null) {
                                store.reset("the probe was not answered: " + Failures.text(failure));
                            }
                        },
                        store.loop());
    }

    /** What was published has come back. */
    void onHeard(long heard) {
        Map<FollowedBucket, Long> due = awaited;
        if (heard != number || due == null) {
            return;
        }
        awaited = null;
        due.forEach((bucket, sequence) -> {
            if (bucket.heard() < sequence) {
                following.onMissed(bucket);
            }
        });
    }

    /** A few times a second. */
    void tick(long nowNanos) {
        if (awaited != null && nowNanos - sentAtNanos > settings.timeout().toNanos()) {
            awaited = null;
            counts.add(ClusterCounts.Kind.PROBES_FAILED);
            hearing.reset("what this gateway publishes to itself does not come back");
        }
    }
}
