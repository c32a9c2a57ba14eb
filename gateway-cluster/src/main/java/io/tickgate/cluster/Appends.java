package io.tickgate.cluster;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisCommandTimeoutException;
import io.lettuce.core.ScriptOutputType;
import io.tickgate.core.broadcast.TopicDirectory.Refusal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Publications on their way into the store: sent at once, one behind the other, and answered in that order. Those that were
 * sent when a connection broke are sent again by the next one; the script knows them by their number. None waits longer than
 * {@code redis.timeout}.
 *
 * <p><b>Owner:</b> the store's loop. <b>Bound:</b> {@code redis.pending-bytes-max}.
 */
final class Appends implements Store.Listener {
    /** What errors begin with that another connection would be answered as well. */
    private static final List<String> REFUSALS =
            List.of("ERR", "WRONGTYPE", "OOM", "MISCONF", "NOREPLICAS", "NOPERM", "TRYAGAIN");

    private final Store store;
    private final RedisSettings settings;
    private final AppendCall call;
    private final ClusterCounts counts;
    private final Set<Bucket> busy = new LinkedHashSet<>();
    private final AtomicLong pendingBytes = new AtomicLong();
    private int connection;

    Appends(Store store, RedisSettings settings, AppendCall call, ClusterCounts counts) {
        this.store = store;
        this.settings = settings;
        this.call = call;
        this.counts = counts;
    }

    /** Bytes that wait for Redis. Any thread. */
    long pendingBytes() {
        return pendingBytes.get();
    }

    /** Sends it, or keeps it until there is a connection. */
    void add(Append append) {
        assert store.loop().inEventLoop();
        Bucket bucket = store.bucket(settings.keyspace().tagOf(append.topic().name()));
        append.number(bucket.nextNumber());
        pendingBytes.addAndGet(append.bytes());
        bucket.appends().add(append);
        busy.add(bucket);
        Refusal refusal = refusal();
        if (refusal != null) {
            refuse(append, refusal);
            answer(bucket);
        } else if (store.isReady()) {
            send(bucket, append);
        }
    }

    /** What is gone for longer than anybody may wait is not waited for. */
    private @Nullable Refusal refusal() {
        if (store.awayNanos() > settings.timeout().toNanos()) {
            return Failures.AWAY;
        }
        return pendingBytes.get() > settings.pendingBytesMax() ? Failures.PENDING : null;
    }

    private void refuse(Append append, Refusal refusal) {
        append.refuse(refusal);
        counts.add(ClusterCounts.Kind.APPENDS_REFUSED);
    }

    @Override
    public void onReady(int newConnection) {
        connection = newConnection;
        for (Bucket bucket : List.copyOf(busy)) {
            for (Append append : List.copyOf(bucket.appends())) {
                if (!append.isAnswered()) {
                    if (append.isSent()) {
                        counts.add(ClusterCounts.Kind.APPENDS_REPEATED);
                    }
                    send(bucket, append);
                }
            }
        }
    }

    @Override
    public void onAway() {
        connection = 0;
    }

    @Override
    public void onEpoch(StoreEpoch epoch) {
        // What is under way is refused by the script, and by it alone: it knows what it has done.
    }

    private void send(Bucket bucket, Append append) {
        int by = connection;
        append.sentBy(by, System.nanoTime());
        store.<List<Long>>run(
                        Script.APPEND,
                        ScriptOutputType.MULTI,
                        call.keys(bucket, append),
                        call.arguments(bucket, append, store.requireEpoch()))
                .whenComplete((answer, failure) -> store.loop().execute(() -> {
                    if (append.isSentBy(by) && !append.isAnswered()) {
                        onAnswer(bucket, append, answer, failure);
                        answer(bucket);
                    }
                }));
    }

    private void onAnswer(Bucket bucket, Append append, @Nullable List<Long> answer, @Nullable Throwable failure) {
        if (answer == null) {
            onFailure(append, failure);
            return;
        }
        long offset = answer.get(1);
        long micros = answer.get(2);
        switch (answer.get(0).intValue()) {
            case AppendCall.APPENDED -> {
                bucket.know(new Witness(answer.get(3), append.topic().name(), offset, micros));
                onAppended(append, offset, micros, answer.get(4).intValue());
            }
            case AppendCall.AGAIN -> {
                bucket.know(answer.get(3));
                onAppended(append, offset, micros, answer.get(4).intValue());
            }
            case AppendCall.SAME -> append.onSame(offset, micros);
            case AppendCall.CONFLICT -> append.onConflict(offset);
            case AppendCall.STALE -> refuse(append, Failures.OVERTAKEN);
            case AppendCall.FULL -> refuse(append, Failures.TOPICS);
            default -> {
                refuse(append, Failures.OTHER_STORE);
                store.suspect("a publication to " + bucket.tag() + " was answered by " + answer.get(0));
            }
        }
    }

    private void onAppended(Append append, long offset, long micros, int forgets) {
        counts.add(ClusterCounts.Kind.APPENDED);
        append.onAppended(offset, micros, forgets);
    }

    private void onFailure(Append append, @Nullable Throwable failure) {
        Throwable reason = failure == null ? new IllegalStateException("no answer") : Failures.unwrapped(failure);
        if (reason instanceof RedisCommandTimeoutException) {
            refuse(append, Failures.AWAY);
            store.reset("a publication was not answered in time");
        } else if (reason instanceof RedisCommandExecutionException said) {
            onError(append, String.valueOf(said.getMessage()));
        }
        // Else the connection broke: it is sent again by the next one, if that comes in time.
    }

    private void onError(Append append, String error) {
        if (REFUSALS.stream().anyMatch(error::startsWith)) {
            refuse(append, Failures.unavailable("Redis refuses: " + error));
            return;
        }
        // NOSCRIPT, READONLY, LOADING and the like: this connection leads to what cannot take it, or not yet.
        store.reset(error);
    }

    /** Those at the front that are answered leave; the answers of one bucket keep the order of the calls. */
    private void answer(Bucket bucket) {
        while (true) {
            Append first = bucket.appends().peek();
            if (first == null) {
                busy.remove(bucket);
                return;
            }
            if (!first.isAnswered()) {
                return;
            }
            bucket.appends().remove();
            pendingBytes.addAndGet(-first.bytes());
            first.answer();
        }
    }

    /** Ends those that have waited for too long. A few times a second. */
    void tick(long nowNanos) {
        boolean isHanging = false;
        for (Bucket bucket : new ArrayList<>(busy)) {
            for (Append append : bucket.appends()) {
                if (!append.isOver(nowNanos)) {
                    break;
                }
                if (!append.isAnswered()) {
                    isHanging |= append.isHanging(nowNanos, settings.timeout());
                    refuse(append, Failures.AWAY);
                }
            }
            answer(bucket);
        }
        if (isHanging) {
            store.reset("a publication was not answered in time");
        }
    }

    /** Refuses all that waits. */
    void close() {
        for (Bucket bucket : List.copyOf(busy)) {
            for (Append append : bucket.appends()) {
                if (!append.isAnswered()) {
                    append.refuse(Failures.CLOSED);
                }
            }
            answer(bucket);
        }
    }
}
