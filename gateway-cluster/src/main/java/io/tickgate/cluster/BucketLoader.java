package io.tickgate.cluster;

import io.lettuce.core.MapScanCursor;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanCursor;
import io.lettuce.core.SetArgs;
import io.netty.util.concurrent.EventExecutor;
import io.tickgate.core.broadcast.Replica;
import io.tickgate.core.broadcast.Topic;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a bucket holds and brings each of its topics to where the store is.
 *
 * <p><b>Owner:</b> the store's loop. A page at a time, so that Redis is not held up.
 */
final class BucketLoader {
    private static final int PAGE_TOPICS = 500;
    private static final byte[] FOLLOWED = Keyspace.bytes("1");
    private static final byte[] FLOOR = Keyspace.bytes("floor");

    private record Placing(Topic topic, TopicRecord record, long start) {}

    private final Store store;
    private final Replica replica;
    private final HomeFeeds feeds;
    private final ClusterCounts counts;
    private final long run;

    /** @param run of this gateway */
    BucketLoader(Store store, Replica replica, HomeFeeds feeds, ClusterCounts counts, long run) {
        this.store = store;
        this.replica = replica;
        this.feeds = feeds;
        this.counts = counts;
        this.run = run;
    }

    /** @param then when all is handed to the homes; not if it could not be had, or was begun anew meanwhile */
    void load(FollowedBucket bucket, Runnable then) {
        int load = ++bucket.load;
        // Before anything is read: what is there then stays.
        store.commands()
                .set(
                        Keyspace.bytes(Keyspace.followed(bucket.bucket().tag())),
                        FOLLOWED,
                        SetArgs.Builder.px(RedisSettings.FOLLOWED_FOR));
        store.state(bucket.bucket())
                .whenCompleteAsync((state, failure) -> onState(bucket, load, state, failure, then), store.loop());
    }

    private void onState(
            FollowedBucket bucket, int load, @Nullable BucketState state, @Nullable Throwable failure, Runnable then) {
        if (bucket.load != load) {
            return;
        }
        if (state == null || failure != null || state.hasLost() || state.isAhead(store.requireEpoch())) {
            bucket.state = FollowedBucket.State.HEARD;
            if (state != null) {
                store.suspect("the sequence of " + bucket.bucket().tag());
            }
            return;
        }
        bucket.floor = state.floor();
        scan(bucket, load, ScanCursor.INITIAL, state.sequence(), then);
    }

    private void scan(FollowedBucket bucket, int load, ScanCursor cursor, long sequence, Runnable then) {
        if (!store.isReady()) {
            bucket.state = FollowedBucket.State.HEARD;
            return;
        }
        store.commands()
                .hscan(bucket.bucket().topics(), cursor, ScanArgs.Builder.limit(PAGE_TOPICS))
                .whenCompleteAsync(
                        (page, failure) -> onPage(bucket, load, page, failure, sequence, then), store.loop());
    }

    private void onPage(
            FollowedBucket bucket,
            int load,
            @Nullable MapScanCursor<byte[], byte[]> page,
            @Nullable Throwable failure,
            long sequence,
            Runnable then) {
        if (bucket.load != load) {
            return;
        }
        if (page == null || failure != null) {
            bucket.state = FollowedBucket.State.HEARD;
            return;
        }
        place(bucket, page.getMap());
        if (page.isFinished()) {
            bucket.onLoaded(sequence);
            then.run();
        } else {
            scan(bucket, load, page, sequence, then);
        }
    }

    private void place(FollowedBucket bucket, Map<byte[], byte[]> records) {
        Map<HomeFeed, List<Placing>> byHome = new HashMap<>();
        long floor = store.requireEpoch().floor();
        records.forEach((name, record) -> {
            Topic topic = replica.topic(Keyspace.text(name));
            if (topic == null) {
                counts.add(ClusterCounts.Kind.ANNOUNCEMENTS_UNDELIVERABLE);
            } else {
                bucket.know(topic);
                TopicRecord read = TopicRecord.read(record, floor, run);
                bucket.onRecord(read.epochMicros());
                byHome.computeIfAbsent(feeds.of(topic), home -> new ArrayList<>())
                        .add(new Placing(topic, read, bucket.start(read.offset(), read.epochMicros())));
            }
        });
        byHome.forEach((feed, placings) -> feed.loop().execute(() -> {
            boolean isComplete = true;
            for (Placing placing : placings) {
                isComplete &= feed.onRecord(placing.topic(), placing.record(), placing.start());
            }
            if (!isComplete) {
                store.loop().execute(() -> bucket.isIncomplete = true);
            }
        }));
    }

    /** Places the topic itself, of which there may be no record, and answers. Its buckets are followed. */
    void place(FollowRequest request, FollowedBucket bucket) {
        Topic topic = request.topic();
        if (!store.isReady()) {
            request.refuse(Failures.AWAY);
            return;
        }
        long epochFloor = store.requireEpoch().floor();
        // In this order: a record that was dropped has raised the floor before it is asked for.
        CompletionStage<byte[]> record = store.commands().hget(bucket.bucket().topics(), Keyspace.bytes(topic.name()));
        store.commands()
                .hget(bucket.bucket().meta(), FLOOR)
                .thenCombine(record, (raised, found) -> record(found, epochFloor, raised, bucket.floor))
                .whenCompleteAsync(
                        (placed, failure) -> {
                            if (failure == null) {
                                answer(request, bucket, placed);
                            } else {
                                request.refuse(Failures.AWAY);
                            }
                        },
                        store.loop());
    }

    /** @param raised the floor of the bucket, where topics begin of which it has no record */
    private TopicRecord record(byte @Nullable [] record, long epochFloor, byte @Nullable [] raised, long floor) {
        if (record != null) {
            return TopicRecord.read(record, epochFloor, run);
        }
        return new TopicRecord(
                raised == null ? floor : Math.max(floor, Long.parseLong(Keyspace.text(raised))), 0, 0, null);
    }

    private void answer(FollowRequest request, FollowedBucket bucket, TopicRecord record) {
        Topic topic = request.topic();
        bucket.know(topic);
        HomeFeed feed = feeds.of(topic);
        feed.loop().execute(() -> {
            feed.onRecord(topic, record, record.offset());
            request.answer().onDone();
        });
    }

    /**
     * Has the homes forget where topics are that nobody needs.
     *
     * @param then hears whether all of them are left
     */
    void leave(FollowedBucket bucket, Consumer<Boolean> then) {
        askHomes(bucket.topics(), topic -> !feeds.of(topic).leave(topic), stayed -> then.accept(stayed.isEmpty()));
    }

    /** Drops from what is known of the bucket the topics that were collected meanwhile. */
    void dropUnplaced(FollowedBucket bucket) {
        List<Topic> looked = bucket.look();
        if (!looked.isEmpty()) {
            askHomes(looked, topic -> !replica.isPlaced(topic), bucket::onLooked);
        }
    }

    /** @param then gets those of {@code topics} for which their homes say yes to {@code question} */
    private void askHomes(Collection<Topic> topics, Predicate<Topic> question, Consumer<List<Topic>> then) {
        if (topics.isEmpty()) {
            then.accept(List.of());
            return;
        }
        Map<EventExecutor, List<Topic>> byHome = new HashMap<>();
        topics.forEach(topic -> byHome.computeIfAbsent(topic.homeLoop(), home -> new ArrayList<>())
                .add(topic));
        List<Topic> found = new ArrayList<>();
        AtomicInteger missing = new AtomicInteger(byHome.size());
        byHome.forEach((home, asked) -> home.execute(() -> {
            List<Topic> ofHome = asked.stream().filter(question).toList();
            store.loop().execute(() -> {
                found.addAll(ofHome);
                if (missing.decrementAndGet() == 0) {
                    then.accept(found);
                }
            });
        }));
    }
}
