package io.tickgate.cluster;

import io.lettuce.core.ScriptOutputType;
import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Has Redis forget channels of which nothing is kept any more and that nobody has published to for {@code redis.topic-idle}: a
 * page of one bucket after the other, of those that this gateway uses.
 *
 * <p><b>Owner:</b> the store's loop.
 */
final class Sweeper {
    private final Store store;
    private final RedisSettings settings;
    private final ArrayDeque<Bucket> due = new ArrayDeque<>();
    private String cursor = "0";

    Sweeper(Store store, RedisSettings settings) {
        this.store = store;
        this.settings = settings;
    }

    /** Once a second. */
    void sweep() {
        if (!store.isReady()) {
            return;
        }
        if (due.isEmpty()) {
            due.addAll(store.buckets());
        }
        Bucket bucket = due.peek();
        if (bucket == null) {
            return;
        }
        long oldestMicros = (System.currentTimeMillis() - settings.topicIdle().toMillis()) * 1_000;
        store.<List<Object>>run(
                        Script.SWEEP,
                        ScriptOutputType.MULTI,
                        new byte[][] {bucket.meta(), bucket.topics()},
                        Keyspace.bytes(cursor),
                        Keyspace.bytes(Long.toString(oldestMicros)),
                        Keyspace.bytes(Keyspace.streams(bucket.tag())),
                        Keyspace.bytes(Keyspace.tableSets(bucket.tag())))
                .whenCompleteAsync((page, failure) -> onPage(bucket, page), store.loop());
    }

    private void onPage(Bucket bucket, @Nullable List<Object> page) {
        String next = page == null ? "0" : Keyspace.text((byte[]) page.get(0));
        if (next.equals("0")) {
            due.remove(bucket);
        }
        cursor = next;
    }
}
