package io.tickgate.cluster;

import io.lettuce.core.Range;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.netty.util.concurrent.EventExecutor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connection for commands, and whether what is behind it is what this gateway knows: after every connection and whenever
 * an answer looks odd, the epoch and the sequences of all buckets are compared.
 *
 * <p><b>Owner:</b> the store's loop.
 */
final class Store {
    private static final Logger LOG = LoggerFactory.getLogger(Store.class);

    /** Hears of the store, on its loop. */
    interface Listener {
        /** From now on commands are answered; {@code connection} is another number each time. */
        void onReady(int connection);

        void onAway();

        /** The store is another one than before, or the first one that was reached. */
        void onEpoch(StoreEpoch epoch);
    }

    private final EventExecutor loop;
    private final String node;
    private final ClusterCounts counts;
    private final Map<String, Bucket> buckets = new HashMap<>();
    private final List<Listener> listeners = new ArrayList<>();
    private final StoreEpochs epochs;
    private final Link<StatefulConnection<byte[], byte[]>> link;

    private @Nullable RedisClusterAsyncCommands<byte[], byte[]> commands;
    private @Nullable StoreEpoch epoch;
    private boolean isReady;
    private boolean isComparing;
    private int connection;
    private long awaySinceNanos = System.nanoTime();

    Store(RedisClients clients, RedisSettings settings, String node, ClusterCounts counts) {
        this.loop = clients.loop();
        this.node = node;
        this.counts = counts;
        this.epochs = new StoreEpochs(this, settings);
        this.link = new Link<>(
                "the connection",
                loop,
                clients::connect,
                settings.timeout(),
                new Link.Listener<StatefulConnection<byte[], byte[]>>() {
                    @Override
                    public void onUp(StatefulConnection<byte[], byte[]> made) {
                        Store.this.onUp(RedisClients.commands(made));
                    }

                    @Override
                    public void onDown(String why) {
                        Store.this.onDown();
                    }
                });
    }

    EventExecutor loop() {
        return loop;
    }

    void add(Listener listener) {
        listeners.add(listener);
    }

    void open() {
        link.open();
    }

    void close() {
        link.close();
        isReady = false;
        commands = null;
    }

    /** Whether commands are answered, and by the store that this gateway knows. */
    boolean isReady() {
        return isReady;
    }

    /** Why it is not; empty where nothing is known of that. */
    String problem() {
        return link.problem();
    }

    /** How long it has been away; 0 while it is there. */
    long awayNanos() {
        return isReady ? 0 : System.nanoTime() - awaySinceNanos;
    }

    @Nullable
    StoreEpoch epoch() {
        return epoch;
    }

    StoreEpoch requireEpoch() {
        if (epoch == null) {
            throw new IllegalStateException("no epoch yet");
        }
        return epoch;
    }

    /** Only while {@link #isReady}, or on the way there. */
    RedisClusterAsyncCommands<byte[], byte[]> commands() {
        if (commands == null) {
            throw new IllegalStateException("no connection");
        }
        return commands;
    }

    <T> CompletionStage<T> run(Script script, ScriptOutputType type, byte[][] keys, byte[]... arguments) {
        return commands().evalsha(script.digest(), type, keys, arguments);
    }

    /** The bucket of that tag. */
    Bucket bucket(String tag) {
        assert loop.inEventLoop();
        return buckets.computeIfAbsent(tag, made -> new Bucket(made, node));
    }

    /** Those that this gateway has had to do with. */
    List<Bucket> buckets() {
        return List.copyOf(buckets.values());
    }

    /** Takes the connection for dead. */
    void reset(String why) {
        link.reset(why);
    }

    private void onUp(RedisClusterAsyncCommands<byte[], byte[]> made) {
        commands = made;
        int mine = ++connection;
        List<CompletableFuture<?>> loads = new ArrayList<>();
        for (Script script : Script.values()) {
            loads.add(made.scriptLoad(script.text()).toCompletableFuture());
        }
        CompletableFuture.allOf(loads.toArray(CompletableFuture[]::new))
                .thenComposeAsync(loaded -> compare(), loop)
                .whenCompleteAsync((done, failure) -> onCompared(mine, failure), loop);
    }

    private void onCompared(int mine, @Nullable Throwable failure) {
        if (mine != connection || commands == null) {
            return;
        }
        if (failure != null) {
            link.reset(Failures.text(failure));
            return;
        }
        isReady = true;
        link.onUsable();
        listeners.forEach(listener -> listener.onReady(mine));
    }

    private void onDown() {
        commands = null;
        connection++;
        if (isReady) {
            awaySinceNanos = System.nanoTime();
        }
        isReady = false;
        counts.add(ClusterCounts.Kind.CONNECTIONS_LOST);
        listeners.forEach(Listener::onAway);
    }

    /** Something looked odd: finds out whether the store is the one that this gateway knows. */
    void suspect(String why) {
        assert loop.inEventLoop();
        if (!isReady || isComparing) {
            return;
        }
        LOG.warn("What Redis holds is compared with what it held: {}", why);
        isComparing = true;
        compare()
                .whenCompleteAsync(
                        (done, failure) -> {
                            isComparing = false;
                            if (failure != null) {
                                LOG.warn("That could not be done: {}", Failures.text(failure));
                            }
                        },
                        loop);
    }

    /** The epoch, and the sequences of all buckets that this gateway has seen. */
    CompletionStage<?> compare() {
        StoreEpoch known = epoch;
        return epochs.current(known)
                .thenComposeAsync(
                        current -> {
                            if (known == null || !current.id().equals(known.id())) {
                                adopt(current);
                                return CompletableFuture.completedFuture(null);
                            }
                            List<Bucket> seen = buckets.values().stream()
                                    .filter(bucket -> bucket.known() > 0)
                                    .toList();
                            return compare(seen, known);
                        },
                        loop);
    }

    private CompletionStage<?> compare(List<Bucket> seen, StoreEpoch known) {
        List<CompletableFuture<BucketState>> asked = new ArrayList<>();
        for (Bucket bucket : seen) {
            asked.add(state(bucket).toCompletableFuture());
        }
        return CompletableFuture.allOf(asked.toArray(CompletableFuture[]::new))
                .thenComposeAsync(
                        all -> {
                            boolean isLost = asked.stream()
                                    .anyMatch(state -> state.join().hasLost());
                            return isLost ? begin(known) : CompletableFuture.completedFuture(null);
                        },
                        loop);
    }

    /** What a bucket says of itself, and what was known of it when it was asked. */
    CompletionStage<BucketState> state(Bucket bucket) {
        long known = bucket.known();
        Witness witness = bucket.witness();
        StoreEpoch under = requireEpoch();
        // Asked before the bucket's floor, which rises when a topic's record is dropped.
        CompletionStage<Witness.Trace> trace =
                witness == null ? CompletableFuture.completedFuture(Witness.Trace.NONE) : trace(bucket, witness);
        return commands()
                .hmget(bucket.meta(), BucketState.FIELDS)
                .thenCombine(trace, (values, found) -> {
                    BucketState state = BucketState.read(values, under, known);
                    return witness == null ? state : state.heldAgainst(witness, found, under);
                })
                .thenApplyAsync(
                        state -> {
                            if (under.equals(epoch) && !state.hasLost() && state.isUnder(under)) {
                                bucket.know(state.sequence());
                            }
                            return state;
                        },
                        loop);
    }

    private CompletionStage<Witness.Trace> trace(Bucket bucket, Witness witness) {
        CompletionStage<byte[]> record = commands().hget(bucket.topics(), Keyspace.bytes(witness.topic()));
        String offset = Long.toString(witness.offset());
        return commands()
                .xrange(Keyspace.bytes(Keyspace.stream(bucket.tag(), witness.topic())), Range.create(offset, offset))
                .thenCombine(record, (entries, found) -> new Witness.Trace(found, entries));
    }

    /** The store has lost something: all positions under the epoch of before mean nothing any more. */
    private CompletionStage<?> begin(StoreEpoch lost) {
        LOG.error("Redis has lost publications that it had: a new epoch begins");
        long floor = lost.floor();
        for (Bucket bucket : buckets.values()) {
            floor = Math.max(floor, bucket.known());
        }
        return epochs.begin(lost.id(), floor + 1).thenAcceptAsync(this::adopt, loop);
    }

    private void adopt(StoreEpoch next) {
        if (epoch != null && next.floor() <= epoch.floor()) {
            // That one, or what was found before it began.
            return;
        }
        LOG.info("The epoch of the store is {}", next.id());
        epoch = next;
        counts.add(ClusterCounts.Kind.EPOCHS);
        buckets.values().forEach(Bucket::restart);
        listeners.forEach(listener -> listener.onEpoch(next));
    }
}
