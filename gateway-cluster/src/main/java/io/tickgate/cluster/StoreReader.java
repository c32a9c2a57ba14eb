package io.tickgate.cluster;

import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.StreamMessage;
import io.netty.util.concurrent.EventExecutor;
import io.tickgate.core.broadcast.Backbone.Answer;
import io.tickgate.core.broadcast.Backbone.Names;
import io.tickgate.core.broadcast.Backbone.Publications;
import io.tickgate.core.broadcast.Backbone.Row;
import io.tickgate.core.broadcast.Backbone.Rows;
import io.tickgate.core.broadcast.Topic;
import io.tickgate.core.broadcast.TopicDirectory.Refusal;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads what the store keeps. Calls from any thread, answers on the topic's home loop, within {@code redis.timeout}.
 */
final class StoreReader {
    private final Store store;
    private final RedisSettings settings;
    private final long run;

    /** @param run of this gateway */
    StoreReader(Store store, RedisSettings settings, long run) {
        this.store = store;
        this.settings = settings;
        this.run = run;
    }

    /** The newest ones of those after {@code after}, up to {@code upTo} and {@code countMax}, unless {@code feed} knows better. */
    void readNewest(Topic topic, long after, long upTo, int countMax, HomeFeed feed, Publications answer) {
        ask(
                topic,
                () -> store.commands()
                        .xrevrange(stream(topic), range(after, upTo), Limit.from(countMax))
                        .thenApply(entries -> withoutHole(publications(entries, floor()))),
                // What was forgotten while it was read is not there any more.
                read -> answer.onRead(read.stream()
                        .filter(kept -> feed.isCurrent(topic, kept.forgets()))
                        .map(Kept::publication)
                        .toList()),
                answer::onRefused);
    }

    /** The oldest ones. */
    void readOldest(Topic topic, long after, long upTo, int countMax, HomeFeed.Missing answer) {
        ask(
                topic,
                () -> store.commands()
                        .xrange(stream(topic), range(after, upTo), Limit.from(countMax))
                        .thenApply(entries -> publications(entries, floor())),
                answer::onRead,
                answer::onRefused);
    }

    void readTable(Topic topic, String table, Rows answer) {
        String tag = settings.keyspace().tagOf(topic.name());
        byte[][] keys = {
            Keyspace.bytes(Keyspace.rows(tag, topic.name()) + table),
            Keyspace.bytes(Keyspace.order(tag, topic.name()) + table)
        };
        ask(
                topic,
                () -> store.<List<List<byte[]>>>run(Script.TABLE, ScriptOutputType.MULTI, keys)
                        .thenApply(lists -> rows(table, lists.get(0), lists.get(1))),
                answer::onRead,
                answer::onRefused);
    }

    void tables(Topic topic, Names answer) {
        byte[] key = Keyspace.bytes(Keyspace.tables(settings.keyspace().tagOf(topic.name()), topic.name()));
        ask(
                topic,
                () -> store.commands()
                        .smembers(key)
                        .thenApply(names ->
                                names.stream().map(Keyspace::text).sorted().toList()),
                answer::onRead,
                answer::onRefused);
    }

    /** Forgets what is kept of a topic; who follows it hears of that. */
    void forget(Topic topic, Answer answer) {
        String tag = settings.keyspace().tagOf(topic.name());
        ask(
                topic,
                () -> {
                    Bucket bucket = store.bucket(tag);
                    byte[][] keys = {
                        bucket.meta(),
                        bucket.topics(),
                        stream(topic),
                        Keyspace.bytes(Keyspace.tables(tag, topic.name()))
                    };
                    return store.<List<Long>>run(
                            Script.FORGET,
                            ScriptOutputType.MULTI,
                            keys,
                            Keyspace.bytes(store.requireEpoch().id()),
                            Keyspace.bytes(floor()),
                            Keyspace.bytes(topic.name()),
                            bucket.channel(),
                            Keyspace.bytes("PUBLISH"),
                            Keyspace.bytes(Keyspace.rows(tag, topic.name())),
                            Keyspace.bytes(Keyspace.order(tag, topic.name())));
                },
                done -> {
                    if (done.get(0) == 1) {
                        answer.onDone();
                    } else {
                        answer.onRefused(Failures.OTHER_STORE);
                    }
                },
                answer::onRefused);
    }

    private byte[] stream(Topic topic) {
        String tag = settings.keyspace().tagOf(topic.name());
        return Keyspace.bytes(Keyspace.stream(tag, topic.name()));
    }

    private static Range<String> range(long after, long upTo) {
        return Range.create(Long.toString(after + 1), Long.toString(upTo));
    }

    private long floor() {
        return store.requireEpoch().floor();
    }

    /** In the order of their offsets; without those of an earlier epoch. */
    private List<Kept> publications(List<StreamMessage<byte[], byte[]>> entries, long floor) {
        List<Kept> publications = new ArrayList<>(entries.size());
        for (StreamMessage<byte[], byte[]> entry : entries) {
            int dash = entry.getId().indexOf('-');
            long offset = Long.parseLong(entry.getId().substring(0, dash));
            if (offset > floor) {
                Iterator<byte[]> fields = entry.getBody().values().iterator();
                byte[] packed = fields.next();
                int forgets = Integer.parseInt(Keyspace.text(fields.next()));
                long micros = Long.parseLong(entry.getId().substring(dash + 1));
                publications.add(new Kept(Packed.unpack(ByteBuffer.wrap(packed), offset, micros, run), forgets));
            }
        }
        return publications;
    }

    /** @param newestFirst of which those before a hole are left out */
    private static List<Kept> withoutHole(List<Kept> newestFirst) {
        List<Kept> whole = new ArrayList<>(newestFirst.size());
        for (int i = 0; i < newestFirst.size(); i++) {
            if (i > 0
                    && newestFirst.get(i).publication().offset() + 1
                            != newestFirst.get(i - 1).publication().offset()) {
                break;
            }
            whole.add(newestFirst.get(i));
        }
        Collections.reverse(whole);
        return whole;
    }

    private static List<Row> rows(String table, List<byte[]> order, List<byte[]> values) {
        Map<String, byte[]> byKey = new HashMap<>();
        for (int i = 0; i < values.size(); i += 2) {
            byKey.put(Keyspace.text(values.get(i)), values.get(i + 1));
        }
        List<Row> rows = new ArrayList<>(order.size() / 2);
        for (int i = 0; i < order.size(); i += 2) {
            String key = Keyspace.text(order.get(i));
            byte[] value = byKey.get(key);
            if (value != null) {
                double place = Double.parseDouble(Keyspace.text(order.get(i + 1)));
                rows.add(new Row(table, key, place, value, order.size() / 2));
            }
        }
        return rows;
    }

    /** A question that may not be asked now. */
    interface Question<T> {
        CompletionStage<T> ask();
    }

    /** Asks on the store's loop and answers on the topic's home loop. */
    <T> void ask(Topic topic, Question<T> question, Consumer<T> onAnswer, Consumer<Refusal> onRefused) {
        EventExecutor home = topic.homeLoop();
        store.loop().execute(() -> {
            if (!store.isReady()) {
                home.execute(() -> onRefused.accept(Failures.AWAY));
                return;
            }
            CompletionStage<T> asked;
            try {
                asked = question.ask();
            } catch (RuntimeException e) {
                asked = CompletableFuture.failedFuture(e);
            }
            asked.whenComplete((answer, failure) -> home.execute(() -> pass(answer, failure, onAnswer, onRefused)));
        });
    }

    private static <T> void pass(
            @Nullable T answer, @Nullable Throwable failure, Consumer<T> onAnswer, Consumer<Refusal> onRefused) {
        if (answer == null || failure != null) {
            onRefused.accept(Failures.AWAY);
        } else {
            onAnswer.accept(answer);
        }
    }
}
