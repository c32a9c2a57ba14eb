package io.tickgate.cluster;

import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.tickgate.core.broadcast.Replica;
import io.tickgate.core.broadcast.StoredPublication;
import io.tickgate.core.broadcast.Topic;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connection for Pub/Sub: what is announced goes to the topics' homes in the order in which it comes.
 *
 * <p><b>Owner:</b> the store's loop. <b>Bound:</b> {@code redis.heard-bytes-max} on their way to the homes; of what comes
 * beyond it they are told the offset alone, and read it.
 */
final class Hearing implements Following.Ears {
    private static final Logger LOG = LoggerFactory.getLogger(Hearing.class);
    private static final long LISTEN_AGAIN_MILLIS = 1_000;

    private final RedisSettings settings;
    private final Store store;
    private final Replica replica;
    private final HomeFeeds feeds;
    private final ClusterCounts counts;
    private final long run;
    private final String probeChannel;
    private final Link<StatefulRedisPubSubConnection<byte[], byte[]>> link;
    private final AtomicLong heardBytes = new AtomicLong();
    private @Nullable StatefulRedisPubSubConnection<byte[], byte[]> connection;
    private @Nullable Following following;
    private LongConsumer onProbe = number -> {};
    private boolean isListening;

    /** @param node this run of this gateway */
    Hearing(
            RedisClients clients,
            RedisSettings settings,
            Store store,
            Replica replica,
            HomeFeeds feeds,
            ClusterCounts counts,
            long run,
            String node) {
        this.settings = settings;
        this.store = store;
        this.replica = replica;
        this.feeds = feeds;
        this.counts = counts;
        this.run = run;
        this.probeChannel = settings.keyspace().probe(node);
        this.link = new Link<>(
                "the connection for Pub/Sub",
                clients.loop(),
                clients::connectPubSub,
                settings.timeout(),
                new Link.Listener<StatefulRedisPubSubConnection<byte[], byte[]>>() {
                    @Override
                    public void onUp(StatefulRedisPubSubConnection<byte[], byte[]> made) {
                        Hearing.this.onUp(made);
                    }

                    @Override
                    public void onDown(String why) {
                        Hearing.this.onDown();
                    }
                });
    }

    /** @param onProbe hears the numbers that are published on {@link #probeChannel} */
    void open(Following next, LongConsumer onProbe) {
        this.following = next;
        this.onProbe = onProbe;
        link.open();
    }

    void close() {
        link.close();
        connection = null;
    }

    /** On which this gateway hears itself. */
    String probeChannel() {
        return probeChannel;
    }

    /** Announcements on their way to the homes. Any thread. */
    long heardBytes() {
        return heardBytes.get();
    }

    /** Takes the connection for dead. */
    void reset(String why) {
        link.reset(why);
    }

    /** Whether what is published to this gateway is heard. */
    @Override
    public boolean isUp() {
        return isListening;
    }

    /** Why not; empty where nothing is known of that. */
    String problem() {
        return link.problem();
    }

    private void onUp(StatefulRedisPubSubConnection<byte[], byte[]> made) {
        connection = made;
        made.addListener(new RedisPubSubAdapter<>() {
            @Override
            public void message(byte[] channel, byte[] message) {
                if (made == connection) {
                    onMessage(Keyspace.text(channel), message);
                }
            }

            @Override
            public void subscribed(byte[] channel, long count) {
                if (made == connection) {
                    onSubscribed(Keyspace.text(channel));
                }
            }
        });
        made.async()
                .subscribe(
                        Keyspace.bytes(probeChannel),
                        Keyspace.bytes(settings.keyspace().control()))
                .whenComplete((done, failure) -> {
                    if (failure != null && made == connection) {
                        link.reset(Failures.connecting(failure));
                    }
                });
        store.loop()
                .schedule(
                        () -> {
                            if (made == connection && !isListening) {
                                link.reset("nothing is heard by it");
                            }
                        },
                        settings.timeout().toMillis(),
                        TimeUnit.MILLISECONDS);
    }

    private void onDown() {
        connection = null;
        isListening = false;
        counts.add(ClusterCounts.Kind.CONNECTIONS_LOST);
        if (following != null) {
            following.onEarsLost();
        }
    }

    @Override
    public void listen(FollowedBucket bucket) {
        StatefulRedisPubSubConnection<byte[], byte[]> by = connection;
        if (by != null) {
            by.async().subscribe(bucket.bucket().channel()).whenComplete((done, failure) -> {
                if (failure != null) {
                    LOG.warn("{} is not heard: {}", bucket.bucket().tag(), Failures.text(failure));
                    store.loop().schedule(() -> listenAgain(by, bucket), LISTEN_AGAIN_MILLIS, TimeUnit.MILLISECONDS);
                }
            });
        }
    }

    private void listenAgain(StatefulRedisPubSubConnection<byte[], byte[]> by, FollowedBucket bucket) {
        if (by == connection && bucket.state == FollowedBucket.State.ASKED) {
            listen(bucket);
        }
    }

    @Override
    public void leave(FollowedBucket bucket) {
        if (connection != null) {
            connection.async().unsubscribe(bucket.bucket().channel());
        }
    }

    private void onSubscribed(String channel) {
        if (following == null) {
            return;
        }
        if (channel.equals(probeChannel)) {
            isListening = true;
            link.onUsable();
            following.onEars();
        } else {
            following.onSubscribed(channel);
        }
    }

    private void onMessage(String channel, byte[] message) {
        if (channel.equals(probeChannel)) {
            onProbe.accept(Long.parseLong(Keyspace.text(message)));
            return;
        }
        if (channel.equals(settings.keyspace().control())) {
            onControl(Keyspace.text(message));
            return;
        }
        FollowedBucket bucket = following == null ? null : following.onChannel(channel);
        if (bucket != null) {
            try {
                onAnnounced(bucket, Announcement.read(message, run));
            } catch (RuntimeException e) {
                LOG.error("What was announced on {} cannot be read", channel, e);
            }
        }
    }

    private void onControl(String epoch) {
        StoreEpoch known = store.epoch();
        if (known != null && !known.id().equals(epoch)) {
            store.suspect("another gateway has found a loss");
        }
    }

    private void onAnnounced(FollowedBucket bucket, Announcement announcement) {
        counts.add(ClusterCounts.Kind.ANNOUNCEMENTS);
        StoreEpoch epoch = store.epoch();
        if (epoch == null || announcement.sequence() <= epoch.floor()) {
            return;
        }
        remember(bucket, announcement);
        if (bucket.onAnnounced(announcement.sequence()) && following != null) {
            counts.add(ClusterCounts.Kind.HOLES);
            following.onMissed(bucket);
        }
        Topic topic = replica.topic(announcement.topic());
        if (topic == null) {
            counts.add(ClusterCounts.Kind.ANNOUNCEMENTS_UNDELIVERABLE);
            return;
        }
        bucket.know(topic);
        deliver(bucket, topic, announcement);
    }

    /** What follows without a gap on what is known is the newest; of anything else it is not sure that the store is the same. */
    private void remember(FollowedBucket bucket, Announcement announcement) {
        Witness seen = announcement.witness();
        Witness before = bucket.bucket().witness();
        if (seen != null && before != null && seen.sequence() == before.sequence() && !seen.equals(before)) {
            store.suspect("two publications to " + bucket.bucket().tag() + " have one sequence");
        }
        if (seen != null && store.isReady() && bucket.isNext(announcement.sequence())) {
            bucket.bucket().know(seen);
        } else {
            bucket.bucket().know(announcement.sequence());
        }
    }

    private void deliver(FollowedBucket bucket, Topic topic, Announcement announcement) {
        HomeFeed feed = feeds.of(topic);
        StoredPublication publication = announcement.publication();
        if (publication == null) {
            feed.loop().execute(() -> feed.isCurrent(topic, announcement.forgets()));
            return;
        }
        bucket.onHeard(publication.epochMicros());
        long start = bucket.start(publication.offset() - 1, publication.epochMicros());
        if (heardBytes.get() > settings.heardBytesMax()) {
            counts.add(ClusterCounts.Kind.ANNOUNCEMENTS_SHORTENED);
            feed.loop().execute(() -> {
                if (!feed.onHeardOf(topic, publication.offset(), announcement.forgets(), start)) {
                    store.loop().execute(() -> bucket.isIncomplete = true);
                }
            });
            return;
        }
        heardBytes.addAndGet(announcement.bytes());
        feed.loop().execute(() -> {
            heardBytes.addAndGet(-announcement.bytes());
            if (!feed.onHeard(topic, new Kept(publication, announcement.forgets()), start)) {
                store.loop().execute(() -> bucket.isIncomplete = true);
            }
        });
    }
}
