package io.tickgate.cluster;

import io.lettuce.core.ScriptOutputType;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Has Redis forget channels of which nothing is kept any more and that nobody has published to for {@code redis.topic-idle}: a
 * page of one bucket after the other, of those that this gateway uses. Those of a bucket that it follows stay, whoever sweeps,
 * until half of the room is taken.
 *
 * <p><b>Owner:</b> the store's loop. Several gateways may sweep one bucket at once.
 */
final class Sweeper {
    private final Store store;
    private final RedisSettings settings;
    private final Following following;
    private final ArrayDeque<Bucket> due = new ArrayDeque<>();
    private String cursor = "0";
    private boolean isAsking;

    Sweeper(Store store, RedisSettings settings, Following following) {
        this.store = store;
        this.settings = settings;
        this.following = following;
    }

    /**
     * Once a second.
     *
     * @param idle how long nobody has to have published
     */
    void sweep(Duration idle) {
        if (!store.isReady() || isAsking) {
            return;
        }
        if (due.isEmpty()) {
            due.addAll(store.buckets());
        }
        Bucket bucket = due.peek();
        if (bucket == null) {
            return;
        }
        isAsking = true;
        store.<List<Object>>run(
                        Script.SWEEP,
                        ScriptOutputType.MULTI,
                        new byte[][] {bucket.meta(), bucket.topics(), Keyspace.bytes(Keyspace.followed(bucket.tag()))},
                        Keyspace.bytes(cursor),
                        Keyspace.bytes(idle.toMillis()),
                        Keyspace.bytes(Keyspace.streams(bucket.tag())),
                        Keyspace.bytes(Keyspace.tableSets(bucket.tag())),
                        Keyspace.bytes(settings.topicsPerBucketMax() / 2),
                        Keyspace.bytes(
                                Long.toString(following.follows(bucket) ? RedisSettings.FOLLOWED_FOR.toMillis() : 0)))
                .whenCompleteAsync((page, failure) -> onPage(page), store.loop());
    }

    private void onPage(@Nullable List<Object> page) {
        isAsking = false;
        cursor = page == null ? "0" : Keyspace.text((byte[]) page.get(0));
        if (cursor.equals("0")) {
            due.remove();
        }
    }
}
