package io.tickgate.cluster;

import io.tickgate.core.broadcast.Backbone.Answer;
import io.tickgate.core.broadcast.Topic;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Which buckets this gateway hears: those that hold a topic somebody here has subscribed to, and for a minute longer. One that
 * was not heard for a moment is loaded again.
 *
 * <p><b>Owner:</b> the store's loop. <b>Bound:</b> families times {@code redis.buckets}; those who wait are subscribe commands,
 * and none waits for longer than {@code redis.timeout}.
 */
final class Following implements Store.Listener {
    /** Subscribes to channels of buckets, and ends that. */
    interface Ears {
        /** Whether there is a connection. */
        boolean isUp();

        void listen(FollowedBucket bucket);

        void leave(FollowedBucket bucket);
    }

    private final Store store;
    private final RedisSettings settings;
    private final BucketLoader loader;
    private final ClusterCounts counts;
    private final Map<String, FollowedBucket> byChannel = new HashMap<>();
    private final Ears ears;
    /** Those that are followed as a whole. */
    private final Set<String> families = ConcurrentHashMap.newKeySet();

    Following(Store store, RedisSettings settings, BucketLoader loader, Ears ears, ClusterCounts counts) {
        this.store = store;
        this.settings = settings;
        this.loader = loader;
        this.ears = ears;
        this.counts = counts;
    }

    List<FollowedBucket> buckets() {
        return List.copyOf(byChannel.values());
    }

    /** Whether all members of a family are followed. Any thread. */
    boolean isFollowed(Topic family) {
        return families.contains(family.name());
    }

    /** Whether this gateway hears what is published to a bucket, or is about to. */
    boolean follows(Bucket bucket) {
        FollowedBucket followed = byChannel.get(Keyspace.text(bucket.channel()));
        return followed != null && !followed.isLeaving;
    }

    /** Whether nothing that was followed is missing anything. */
    boolean isWhole() {
        return byChannel.values().stream().noneMatch(bucket -> bucket.isCatchingUp);
    }

    /** See {@link io.tickgate.core.broadcast.Backbone#follow}. */
    void follow(Topic topic, Answer answer) {
        assert store.loop().inEventLoop();
        List<String> tags = tags(topic);
        long nowNanos = System.nanoTime();
        FollowRequest request = new FollowRequest(
                topic, answer, tags.size(), nowNanos + settings.timeout().toNanos());
        if (store.awayNanos() > settings.timeout().toNanos()) {
            request.refuse(Failures.AWAY);
            return;
        }
        for (String tag : tags) {
            FollowedBucket bucket = byChannel.computeIfAbsent(
                    Keyspace.announcements(tag), made -> new FollowedBucket(store.bucket(tag), nowNanos));
            if (topic.family() == null) {
                bucket.keep();
            }
            want(bucket, request);
        }
    }

    private List<String> tags(Topic topic) {
        Keyspace keyspace = settings.keyspace();
        if (topic.family() != null) {
            return List.of(keyspace.tagOf(topic.name()));
        }
        List<String> tags = new ArrayList<>(keyspace.bucketCount());
        for (int number = 0; number < keyspace.bucketCount(); number++) {
            tags.add(keyspace.tag(topic.name(), number));
        }
        return tags;
    }

    private void want(FollowedBucket bucket, FollowRequest request) {
        bucket.neededAtNanos = System.nanoTime();
        // What was on its way while the homes left is missing.
        bucket.isIncomplete |= bucket.isLeaving;
        bucket.isLeaving = false;
        if (bucket.state == FollowedBucket.State.FOLLOWED && !bucket.isIncomplete) {
            onFollowed(request);
            return;
        }
        bucket.waiting().add(request);
        switch (bucket.state) {
            case UNHEARD -> listen(bucket);
            case ASKED -> {}
            case HEARD, FOLLOWED -> load(bucket);
            case LOADING -> bucket.isOutdated |= bucket.isIncomplete;
        }
    }

    private void listen(FollowedBucket bucket) {
        if (ears.isUp()) {
            bucket.state = FollowedBucket.State.ASKED;
            ears.listen(bucket);
        }
    }

    private void onFollowed(FollowRequest request) {
        if (request.onFollowed()) {
            Bucket bucket =
                    store.bucket(settings.keyspace().tagOf(request.topic().name()));
            FollowedBucket followed = byChannel.get(Keyspace.text(bucket.channel()));
            if (followed == null) {
                request.refuse(Failures.AWAY);
                return;
            }
            if (request.topic().family() == null) {
                families.add(request.topic().name());
            }
            loader.place(request, followed);
        }
    }

    /** There is a connection to hear by. */
    void onEars() {
        byChannel.values().forEach(this::listen);
    }

    /** Nothing is heard any more. */
    void onEarsLost() {
        for (FollowedBucket bucket : byChannel.values()) {
            bucket.isCatchingUp |= bucket.state == FollowedBucket.State.FOLLOWED;
            bucket.state = FollowedBucket.State.UNHEARD;
            bucket.load++;
        }
    }

    /** What is published on {@code channel} is heard from now on. */
    void onSubscribed(String channel) {
        FollowedBucket bucket = byChannel.get(channel);
        if (bucket != null) {
            bucket.onSubscribed();
            load(bucket);
        }
    }

    private void load(FollowedBucket bucket) {
        if (bucket.isLeaving) {
            // Its topics are being forgotten; whoever comes back to it has it loaded then.
            return;
        }
        if (!store.isReady()) {
            bucket.state = FollowedBucket.State.HEARD;
            return;
        }
        bucket.onLoading();
        loader.load(bucket, () -> onLoaded(bucket));
    }

    private void onLoaded(FollowedBucket bucket) {
        counts.add(ClusterCounts.Kind.BUCKETS_CAUGHT_UP);
        if (bucket.isOutdated) {
            load(bucket);
            return;
        }
        bucket.onFollowed();
        List<FollowRequest> waiting = List.copyOf(bucket.waiting());
        bucket.waiting().clear();
        waiting.forEach(this::onFollowed);
    }

    /** Something was announced that this gateway has not heard. */
    void onMissed(FollowedBucket bucket) {
        if (bucket.state == FollowedBucket.State.LOADING) {
            bucket.isOutdated = true;
        } else if (bucket.state == FollowedBucket.State.FOLLOWED) {
            bucket.isCatchingUp = true;
            load(bucket);
        }
    }

    /** What came on {@code channel} belongs to it; null where nobody hears it any more. */
    @Nullable
    FollowedBucket onChannel(String channel) {
        FollowedBucket bucket = byChannel.get(channel);
        return bucket == null || bucket.isLeaving ? null : bucket;
    }

    @Override
    public void onReady(int connection) {
        for (FollowedBucket bucket : byChannel.values()) {
            if (bucket.state != FollowedBucket.State.UNHEARD && bucket.state != FollowedBucket.State.ASKED) {
                bucket.isCatchingUp |= bucket.state == FollowedBucket.State.FOLLOWED;
                load(bucket);
            }
        }
    }

    @Override
    public void onAway() {
        for (FollowedBucket bucket : byChannel.values()) {
            if (bucket.state == FollowedBucket.State.LOADING) {
                bucket.state = FollowedBucket.State.HEARD;
                bucket.load++;
            }
        }
    }

    /** All topics are about to be unplaced; whoever follows one asks again, and then the bucket is loaded. */
    @Override
    public void onEpoch(StoreEpoch epoch) {
        families.clear();
        for (FollowedBucket bucket : byChannel.values()) {
            bucket.floor = epoch.floor();
            bucket.isIncomplete = true;
            bucket.isOutdated = true;
            bucket.isCatchingUp = false;
            bucket.onUnplaced();
        }
    }

    /** Ends those who have waited for too long, and loads what could not be loaded. A few times a second. */
    void tick(long nowNanos) {
        for (FollowedBucket bucket : byChannel.values()) {
            for (Iterator<FollowRequest> each = bucket.waiting().iterator(); each.hasNext(); ) {
                FollowRequest request = each.next();
                if (request.isLate(nowNanos)) {
                    each.remove();
                    request.refuse(Failures.AWAY);
                }
            }
            if (bucket.state == FollowedBucket.State.HEARD) {
                load(bucket);
            }
        }
    }

    /** Leaves what nobody needs. Every few seconds. */
    void leaveUnneeded(long nowNanos) {
        for (FollowedBucket bucket : buckets()) {
            if (bucket.isKept()) {
                continue;
            }
            loader.dropUnplaced(bucket);
            if (bucket.topics().stream().anyMatch(Following::isNeeded)) {
                bucket.neededAtNanos = nowNanos;
            } else if (bucket.state == FollowedBucket.State.FOLLOWED
                    && !bucket.isLeaving
                    && nowNanos - bucket.neededAtNanos > RedisSettings.LEAVE_AFTER.toNanos()) {
                leave(bucket);
            }
        }
    }

    static boolean isNeeded(Topic topic) {
        Topic family = topic.family();
        return topic.hasSubscribers() || (family != null && family.hasSubscribers());
    }

    private void leave(FollowedBucket bucket) {
        bucket.isLeaving = true;
        bucket.onUnplaced();
        loader.leave(bucket, isLeft -> {
            if (!bucket.isLeaving) {
                return;
            }
            if (isLeft) {
                bucket.load++;
                byChannel.remove(Keyspace.text(bucket.bucket().channel()));
                ears.leave(bucket);
            } else {
                bucket.isLeaving = false;
                load(bucket);
            }
        });
    }

    void close() {
        byChannel.values().forEach(bucket -> bucket.waiting().forEach(request -> request.refuse(Failures.CLOSED)));
        byChannel.clear();
    }
}
