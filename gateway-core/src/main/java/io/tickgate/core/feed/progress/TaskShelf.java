package io.tickgate.core.feed.progress;

import io.tickgate.core.broadcast.LocalBroker;
import io.tickgate.core.broadcast.ModuleStore;
import io.tickgate.core.broadcast.Shard;
import io.tickgate.core.feed.shared.TopicWriter;
import io.tickgate.core.metrics.Counter;
import io.tickgate.protocol.codec.ProgressWriter;
import io.tickgate.protocol.message.ErrorCode;
import io.tickgate.protocol.message.MessageBody;
import io.tickgate.protocol.message.TaskStatus;
import io.tickgate.protocol.wire.WireException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The tasks of one book that are kept, and what they take of the quota.
 *
 * <p><b>Owner:</b> the loop of {@code shard}. <b>Bound:</b> the quota that all books share; as many tasks may be about to be
 * kept.
 */
final class TaskShelf {
    /** What a task takes beside its encoded state: entries of maps, objects, its channel's name. */
    static final int TASK_BYTES = 512;

    private final Shard shard;
    private final LocalBroker broker;
    private final ModuleStore store;
    private final TaskQuota quota;
    private final int tasksMax;
    private final ProgressWriter writer;
    /** Those that were updated last stand last. */
    private final LinkedHashMap<String, ProgressTask> tasks = new LinkedHashMap<>();

    /** Those whose first report is under way, or of which something is being read. */
    private final Map<String, ProgressTask> newcomers = new HashMap<>();

    TaskShelf(
            Shard shard, LocalBroker broker, ModuleStore store, TaskQuota quota, int tasksMax, ProgressWriter writer) {
        this.shard = shard;
        this.broker = broker;
        this.store = store;
        this.quota = quota;
        this.tasksMax = tasksMax;
        this.writer = writer;
    }

    /** The task of that name that is kept, or about to be; null where there is none. */
    @Nullable
    ProgressTask known(String taskId) {
        ProgressTask task = tasks.get(taskId);
        return task != null ? task : newcomers.get(taskId);
    }

    /** The same where it has a state. */
    @Nullable
    ProgressTask kept(String taskId) {
        return tasks.get(taskId);
    }

    /** A task that is not known: kept when it has a state, and known if {@link #expect} says so. */
    ProgressTask unknown(String taskId) {
        String channel = ProgressFeed.channelOf(taskId);
        return new ProgressTask(taskId, channel, new TopicWriter(store, shard, channel));
    }

    /** Something of that task is under way. */
    void expect(ProgressTask task) {
        if (task.state == null) {
            newcomers.put(task.id, task);
        }
    }

    void requireRoomForNewcomer() throws WireException {
        if (newcomers.size() >= tasksMax) {
            throw full();
        }
    }

    /** Lets go of tasks of which nothing has come. */
    void trim() {
        newcomers.values().removeIf(task -> task.writer.isIdle());
    }

    /** Takes what {@code task} needs of the quota for a state of so many bytes. */
    void reserve(ProgressTask task, int stateBytes) throws WireException {
        int newTasks = task.state == null ? 1 : 0;
        long newBytes = stateBytes - task.bytes;
        if (!quota.tryTake(newTasks, newBytes)) {
            throw full();
        }
        task.reservedTasks = newTasks;
        task.reservedBytes = newBytes;
    }

    private static WireException full() {
        return new WireException(
                ErrorCode.UNAVAILABLE,
                "as many unfinished tasks are kept as may be (progress.max-tasks, progress.bytes-total)");
    }

    /** Gives back what {@link #reserve} took. */
    void unreserve(ProgressTask task) {
        quota.give(task.reservedTasks, task.reservedBytes);
        task.reservedTasks = 0;
        task.reservedBytes = 0;
    }

    /** Takes what a state of so many bytes needs, as another gateway had room for it; instead of what was reserved. */
    void takeAnyway(ProgressTask task, int stateBytes) {
        unreserve(task);
        quota.take(task.state == null ? 1 : 0, stateBytes - task.bytes);
    }

    /** Keeps a state whose bytes were taken from the quota. */
    void keep(ProgressTask task, ProgressState next, int taskBytes) {
        countRunning(task.state, next);
        if (task.state == null) {
            newcomers.remove(task.id, task);
            shard.counters().increment(Counter.BACKTESTS);
        } else {
            tasks.remove(task.id);
        }
        tasks.put(task.id, task);
        shard.counters().add(Counter.BACKTEST_BYTES, taskBytes - task.bytes);
        task.state = next;
        task.bytes = taskBytes;
        task.reservedTasks = 0;
        task.reservedBytes = 0;
        task.isOwn = true;
        if (next.status().isTerminal()) {
            task.finishedNumber = quota.finish(taskBytes, () -> shard.execute(() -> drop(task)));
        }
    }

    /** The state of a task as the object {@code data}, valid until the next call; null when there is no such task. */
    @Nullable
    MessageBody find(String taskId) {
        assert shard.isCurrent();
        ProgressTask task = tasks.get(taskId);
        ProgressState state = task == null ? null : task.state;
        return state == null ? null : writer.data(state.view(taskId));
    }

    /** Whether the publication with {@code offset} is the last one of that task. */
    boolean hasPublished(String taskId, long offset) {
        assert shard.isCurrent();
        ProgressTask task = tasks.get(taskId);
        return task != null && task.offset == offset;
    }

    /**
     * The states of this book's tasks, those that were updated last first; one more than {@code limit}, or than fits into
     * {@link TaskList#BYTES_MAX}, so that it shows when there are more.
     *
     * @param status null for any
     */
    List<ListedTask> list(@Nullable TaskStatus status, int limit) {
        assert shard.isCurrent();
        List<ProgressTask> all = new ArrayList<>(tasks.values());
        List<ListedTask> listed = new ArrayList<>();
        long bytes = 0;
        for (int i = all.size() - 1; i >= 0 && listed.size() <= limit && bytes <= TaskList.BYTES_MAX; i--) {
            ProgressTask task = all.get(i);
            ProgressState state = task.state;
            if (state != null && (status == null || state.status() == status)) {
                MessageBody data = writer.data(state.view(task.id)).copy();
                listed.add(new ListedTask(state.updatedAtNanos(), data));
                bytes += data.length();
            }
        }
        return listed;
    }

    /** One line of a list. */
    record ListedTask(long updatedAtNanos, MessageBody data) {}

    /** Tasks from the one on that was updated first, as long as {@code isMeant}. */
    List<ProgressTask> oldestWhile(Predicate<ProgressTask> isMeant) {
        List<ProgressTask> oldest = new ArrayList<>();
        for (ProgressTask task : tasks.values()) {
            if (!isMeant.test(task)) {
                break;
            }
            oldest.add(task);
        }
        return oldest;
    }

    /** Forgets tasks of which {@code isGone} says so, and puts the others in order. */
    void sort(Predicate<ProgressTask> isGone) {
        List.copyOf(tasks.values()).stream().filter(isGone).forEach(this::forget);
        List<ProgressTask> all = new ArrayList<>(tasks.values());
        // Compared by difference: nanoTime may pass through its largest value.
        all.sort((a, b) -> Long.signum(updatedAtNanos(a) - updatedAtNanos(b)));
        tasks.clear();
        all.forEach(task -> tasks.put(task.id, task));
    }

    private static long updatedAtNanos(ProgressTask task) {
        return task.state == null ? 0 : task.state.updatedAtNanos();
    }

    /** Forgets a task here, if it is not forgotten yet. */
    void forget(ProgressTask task) {
        if (tasks.get(task.id) != task) {
            return;
        }
        if (task.finishedNumber != 0) {
            quota.giveFinished(task.finishedNumber);
        } else {
            quota.give(1, task.bytes);
        }
        drop(task);
    }

    private void drop(ProgressTask task) {
        if (tasks.remove(task.id, task)) {
            broker.endState(ProgressFeed.channelOf(task.id));
            shard.counters().add(Counter.BACKTESTS, -1);
            shard.counters().add(Counter.BACKTEST_BYTES, -task.bytes);
            countRunning(task.state, null);
            task.clear();
            if (!task.writer.isIdle()) {
                newcomers.put(task.id, task);
            }
        }
    }

    private void countRunning(@Nullable ProgressState before, @Nullable ProgressState after) {
        int change = running(after) - running(before);
        if (change != 0) {
            shard.counters().add(Counter.BACKTESTS_RUNNING, change);
        }
    }

    private static int running(@Nullable ProgressState state) {
        return state != null && state.status() == TaskStatus.RUNNING ? 1 : 0;
    }
}
