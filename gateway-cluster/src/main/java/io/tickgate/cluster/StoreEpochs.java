package io.tickgate.cluster;

import io.lettuce.core.KeyValue;
import io.lettuce.core.ScriptOutputType;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Which epoch the store is under, and how a new one begins: by compare-and-set, so that of several gateways that find the same
 * loss one begins it, and before anybody is told, in all buckets.
 *
 * <p><b>Owner:</b> the store's loop.
 */
final class StoreEpochs {
    private static final byte[] ID = Keyspace.bytes("id");
    private static final byte[] FLOOR = Keyspace.bytes("floor");

    private final Store store;
    private final RedisSettings settings;
    private final SecureRandom random = new SecureRandom();

    StoreEpochs(Store store, RedisSettings settings) {
        this.store = store;
        this.settings = settings;
    }

    /**
     * The epoch of the store as it is.
     *
     * @param known that of before: a store that has none any more, or an older one, has lost something
     */
    CompletionStage<StoreEpoch> current(@Nullable StoreEpoch known) {
        byte[] key = Keyspace.bytes(settings.keyspace().epoch());
        return store.commands().hmget(key, ID, FLOOR).thenComposeAsync(values -> current(known, values), store.loop());
    }

    private CompletionStage<StoreEpoch> current(@Nullable StoreEpoch known, List<KeyValue<byte[], byte[]>> values) {
        if (!values.get(0).hasValue()) {
            return begin(known == null ? "" : known.id(), known == null ? 0 : known.floor() + 1);
        }
        StoreEpoch found = new StoreEpoch(
                Keyspace.text(values.get(0).getValue()),
                Long.parseLong(Keyspace.text(values.get(1).getValue())));
        if (known != null && !found.id().equals(known.id()) && found.floor() <= known.floor()) {
            return begin(found.id(), known.floor() + 1);
        }
        return CompletableFuture.completedFuture(found);
    }

    /**
     * Begins a new epoch where the store is under {@code expected} or none.
     *
     * @param floor the lowest that it may have
     * @return the epoch that there is then, whoever has begun it
     */
    CompletionStage<StoreEpoch> begin(String expected, long floor) {
        String next = String.format("%016x", random.nextLong());
        CompletionStage<List<byte[]>> begun = store.run(
                Script.EPOCH,
                ScriptOutputType.MULTI,
                new byte[][] {Keyspace.bytes(settings.keyspace().epoch())},
                Keyspace.bytes(expected),
                Keyspace.bytes(next),
                Keyspace.bytes(floor));
        return begun.thenApply(
                        pair -> new StoreEpoch(Keyspace.text(pair.get(0)), Long.parseLong(Keyspace.text(pair.get(1)))))
                .thenComposeAsync(
                        epoch -> epoch.id().equals(next) ? announce(epoch) : CompletableFuture.completedFuture(epoch),
                        store.loop());
    }

    private CompletionStage<StoreEpoch> announce(StoreEpoch epoch) {
        List<CompletableFuture<?>> moved = new ArrayList<>();
        for (Map.Entry<String, RedisSettings.Kept> family : settings.kept().entrySet()) {
            for (int number = 0; number < settings.keyspace().bucketCount(); number++) {
                String tag = settings.keyspace().tag(family.getKey(), number);
                moved.add(store.<Long>run(
                                Script.MOVE,
                                ScriptOutputType.INTEGER,
                                new byte[][] {Keyspace.bytes(Keyspace.meta(tag))},
                                Keyspace.bytes(epoch.id()),
                                Keyspace.bytes(epoch.floor()))
                        .toCompletableFuture());
            }
        }
        return CompletableFuture.allOf(moved.toArray(CompletableFuture[]::new))
                .thenComposeAsync(
                        all -> store.commands()
                                .publish(Keyspace.bytes(settings.keyspace().control()), Keyspace.bytes(epoch.id())),
                        store.loop())
                .thenApply(heardBy -> epoch);
    }
}
