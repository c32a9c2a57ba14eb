package io.tickgate.core.feed.progress;

import io.netty.util.concurrent.EventExecutor;
import io.tickgate.core.broadcast.BroadcastEngine;
import io.tickgate.core.broadcast.LocalBroker;
import io.tickgate.core.broadcast.Loops;
import io.tickgate.core.broadcast.ModuleStore;
import io.tickgate.core.broadcast.PublishException;
import io.tickgate.core.broadcast.Shard;
import io.tickgate.core.broadcast.SnapshotSource;
import io.tickgate.core.broadcast.TopicDirectory;
import io.tickgate.core.feed.shared.Loading;
import io.tickgate.core.metrics.Counter;
import io.tickgate.core.time.Clock;
import io.tickgate.protocol.codec.MessageReader;
import io.tickgate.protocol.message.MessageBody;
import io.tickgate.protocol.message.ServerMessage;
import io.tickgate.protocol.message.TaskStatus;
import io.tickgate.protocol.message.UpdateMessage;
import io.tickgate.protocol.message.WireFormat;
import io.tickgate.protocol.wire.WireException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The progress of back-tests: takes reports, keeps each task's state, and publishes it to
 * {@code backtest_progress:<task_id>}.
 *
 * <p>Any thread, where nothing else is said. Each task belongs to the home loop of its topic; one caller's reports on a
 * task are applied in the order of the calls.
 */
public final class ProgressFeed implements SnapshotSource {
    /** The channel family that tasks are published to. */
    public static final String FAMILY = "backtest_progress";

    private static final String CHANNEL_PREFIX = FAMILY + ":";

    private final List<Shard> shards;
    private final TopicDirectory directory;
    private final LocalBroker broker;
    private final Clock clock;
    private final ProgressBook[] books;
    private final MessageReader[] readers;
    private final Loading loading;

    public ProgressFeed(BroadcastEngine engine, ProgressSettings settings, Clock clock) {
        this.shards = engine.shards();
        this.directory = engine.directory();
        this.broker = engine.broker();
        this.clock = clock;
        books = new ProgressBook[shards.size()];
        readers = new MessageReader[shards.size()];
        TaskQuota quota = new TaskQuota(settings.tasksMax(), settings.bytesMax());
        ModuleStore store = engine.moduleStore();
        loading = new Loading("back-tests are");
        for (Shard shard : shards) {
            books[shard.index()] = new ProgressBook(shard, engine.broker(), store, loading, clock, settings, quota);
            readers[shard.index()] = new MessageReader(settings.reportLimits());
        }
        if (store.isShared()) {
            new ProgressListener(shards, books, store, loading).follow(store, FAMILY);
        }
    }

    /** @throws WireException {@code unavailable} until what the store has of tasks was read */
    public void requireLoaded() throws WireException {
        loading.requireOver();
    }

    /** Where a task's state is published. */
    public static String channelOf(String taskId) {
        return CHANNEL_PREFIX + taskId;
    }

    /**
     * Reports on a task from inside the process.
     *
     * @param taskId 1 to 128 characters without whitespace
     * @param jsonData one JSON object of any of the fields {@code status}, {@code progress}, {@code current_step},
     *     {@code current_step_index}, {@code total_steps}, {@code message}, {@code estimated_time_remaining},
     *     {@code elapsed_time}, {@code data} and {@code error}; not touched afterwards by the caller
     * @return completes on an event loop; fails with {@link PublishException} when the report is refused, and nothing of
     *     it was applied then
     */
    public CompletionStage<ProgressReceipt> update(String taskId, byte[] jsonData) {
        CompletableFuture<ProgressReceipt> future = new CompletableFuture<>();
        ProgressReply reply = new ProgressReply() {
            @Override
            public void onUpdated(ProgressReceipt receipt) {
                future.complete(receipt);
            }

            @Override
            public void onRefused(WireException fault) {
                future.completeExceptionally(new PublishException(fault));
            }
        };
        Shard home = homeOf(taskId);
        broker.handOver(home, jsonData.length, () -> {
            try {
                MessageBody body = readers[home.index()].readBody(WireFormat.JSON, jsonData, 0, jsonData.length);
                updateAtHome(home, taskId, body, "", home.loop(), reply);
            } catch (WireException e) {
                reply.onRefused(e);
            }
        });
        return future;
    }

    /**
     * Reports on a task.
     *
     * @param body borrowed for the call only
     * @param fieldPrefix stands before the names of fields in errors, such as {@code data.}
     * @param replyOn where {@code reply} runs: at once when the caller is that loop and the task's home
     */
    public void update(
            String taskId, MessageBody body, String fieldPrefix, EventExecutor replyOn, ProgressReply reply) {
        Shard home = homeOf(taskId);
        MessageBody kept = home.isCurrent() ? body : body.copy();
        broker.handOver(home, kept.length(), () -> updateAtHome(home, taskId, kept, fieldPrefix, replyOn, reply));
    }

    private void updateAtHome(
            Shard home, String taskId, MessageBody body, String prefix, EventExecutor replyOn, ProgressReply reply) {
        books[home.index()].update(taskId, body, prefix, new ProgressReply() {
            @Override
            public void onUpdated(ProgressReceipt receipt) {
                Loops.run(replyOn, () -> reply.onUpdated(receipt));
            }

            @Override
            public void onRefused(WireException fault) {
                Loops.run(replyOn, () -> reply.onRefused(fault));
            }
        });
    }

    /**
     * Looks up a task's state.
     *
     * @param found runs on {@code replyOn} with the object {@code data}, or with null when there is no such task
     */
    public void find(String taskId, EventExecutor replyOn, Consumer<@Nullable MessageBody> found) {
        Shard home = homeOf(taskId);
        home.execute(() -> {
            MessageBody state = books[home.index()].tasks().find(taskId);
            MessageBody owned = state == null ? null : state.copy();
            Loops.run(replyOn, () -> found.accept(owned));
        });
    }

    /**
     * Looks up the states of many tasks, those that were reported on last first.
     *
     * @param status null for any
     * @param found runs on {@code replyOn}
     */
    public void list(@Nullable TaskStatus status, int limit, EventExecutor replyOn, Consumer<TaskList> found) {
        collect(0, status, limit, new TaskList.Builder(limit), replyOn, found);
    }

    /** Asks one loop after the other. */
    private void collect(
            int index,
            @Nullable TaskStatus status,
            int limit,
            TaskList.Builder list,
            EventExecutor replyOn,
            Consumer<TaskList> found) {
        if (index == shards.size()) {
            TaskList whole = list.build();
            Loops.run(replyOn, () -> found.accept(whole));
            return;
        }
        shards.get(index).execute(() -> {
            list.addAll(books[index].tasks().list(status, limit));
            collect(index + 1, status, limit, list, replyOn, found);
        });
    }

    /**
     * Forgets a task, so that the next report on it begins another run.
     *
     * @param reply runs on {@code replyOn}
     */
    public void remove(String taskId, EventExecutor replyOn, RemovalReply reply) {
        Shard home = homeOf(taskId);
        home.execute(() -> books[home.index()].remove(taskId, new RemovalReply() {
            @Override
            public void onRemoved(boolean wasThere) {
                Loops.run(replyOn, () -> reply.onRemoved(wasThere));
            }

            @Override
            public void onRefused(WireException fault) {
                Loops.run(replyOn, () -> reply.onRefused(fault));
            }
        }));
    }

    /** Tasks that are running now, as far as their loops have said. */
    public int runningTasks() {
        long running = 0;
        for (Shard shard : shards) {
            running += shard.counters().get(Counter.BACKTESTS_RUNNING);
        }
        return (int) running;
    }

    /** On the topic's home: the task's state as an ordinary update. */
    @Override
    public @Nullable ServerMessage snapshot(String channel, int points) {
        if (!channel.startsWith(CHANNEL_PREFIX)) {
            return null;
        }
        String taskId = channel.substring(CHANNEL_PREFIX.length());
        MessageBody state = books[directory.homeOf(channel).index()].tasks().find(taskId);
        return state == null
                ? null
                : new UpdateMessage.BacktestProgressUpdate(null, taskId, state, clock.millis(), null);
    }

    /** On the topic's home: the task's state, where the topic's last publication is a plain one. */
    @Override
    public @Nullable ServerMessage insteadOf(String channel, long offset) {
        if (!channel.startsWith(CHANNEL_PREFIX)) {
            return null;
        }
        String taskId = channel.substring(CHANNEL_PREFIX.length());
        boolean isOwn = books[directory.homeOf(channel).index()].tasks().hasPublished(taskId, offset);
        return isOwn ? null : snapshot(channel, 0);
    }

    /** Publishes what was merged and forgets what is old. On the shard's loop, a few times a second. */
    public void tick(Shard shard, long nowNanos) {
        books[shard.index()].tick(nowNanos);
    }

    /** Publishes at once what was merged, because the gateway stops. On the shard's loop. */
    public void flush(Shard shard) {
        books[shard.index()].flush();
    }

    private Shard homeOf(String taskId) {
        return directory.homeOf(channelOf(taskId));
    }
}
