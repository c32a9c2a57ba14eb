package io.tickgate.core.feed.progress;

import io.tickgate.core.broadcast.Backbone;
import io.tickgate.core.broadcast.Draft;
import io.tickgate.core.broadcast.LocalBroker;
import io.tickgate.core.broadcast.ModuleStore;
import io.tickgate.core.broadcast.Shard;
import io.tickgate.core.broadcast.StoredPublication;
import io.tickgate.core.broadcast.TopicDirectory;
import io.tickgate.core.broadcast.Treatment;
import io.tickgate.core.feed.shared.KeptPublication;
import io.tickgate.core.feed.shared.Loading;
import io.tickgate.core.feed.shared.TopicWrite;
import io.tickgate.core.feed.shared.TopicWriter;
import io.tickgate.core.metrics.Counter;
import io.tickgate.core.time.Clock;
import io.tickgate.protocol.codec.ProgressReader;
import io.tickgate.protocol.codec.ProgressWriter;
import io.tickgate.protocol.message.ErrorCode;
import io.tickgate.protocol.message.MessageBody;
import io.tickgate.protocol.message.ProgressReport;
import io.tickgate.protocol.message.TaskStatus;
import io.tickgate.protocol.wire.BodyMerge;
import io.tickgate.protocol.wire.WireException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The tasks whose topics live on one loop.
 *
 * <p><b>Owner:</b> the loop of {@code shard}. <b>Bound:</b> the quota that all books share.
 */
final class ProgressBook {
    /** At most ten publications of a task a second, but for those that are never held back. */
    private static final long INTERVAL_NANOS = 100_000_000;

    /** What a task takes beside its encoded state: entries of maps, objects, its channel's name. */
    static final int TASK_BYTES = 512;

    private final Shard shard;
    private final LocalBroker broker;
    private final ModuleStore store;
    private final Loading loading;
    private final Clock clock;
    private final ProgressSettings settings;
    private final TaskQuota quota;
    private final ProgressReader reader;
    private final ProgressRecord record;
    private final ProgressWriter writer = new ProgressWriter();
    /** Those that were updated last stand last. */
    private final LinkedHashMap<String, ProgressTask> tasks = new LinkedHashMap<>();

    /** Those whose first report is under way. */
    private final Map<String, ProgressTask> newcomers = new HashMap<>();

    private final Set<ProgressTask> pending = new LinkedHashSet<>();
    /** How often the store was read from its beginning. */
    private int round;

    ProgressBook(
            Shard shard,
            LocalBroker broker,
            ModuleStore store,
            Loading loading,
            Clock clock,
            ProgressSettings settings,
            TaskQuota quota) {
        this.shard = shard;
        this.broker = broker;
        this.store = store;
        this.loading = loading;
        this.clock = clock;
        this.settings = settings;
        this.quota = quota;
        this.reader = new ProgressReader(settings.reportLimits());
        this.record = new ProgressRecord(reader, clock);
    }

    /**
     * Applies one report, whole or not at all.
     *
     * @param body borrowed
     * @param prefix stands before the names of fields in errors
     */
    void update(String taskId, MessageBody body, String prefix, ProgressReply reply) {
        assert shard.isCurrent();
        try {
            loading.requireOver();
            String channel = ProgressFeed.channelOf(taskId);
            ProgressRules.requireId(taskId, channel);
            ProgressReport report = reader.read(body, prefix);
            ProgressRules.requireContent(report, taskId, prefix);
            ProgressTask task = known(taskId);
            if (task == null) {
                if (newcomers.size() >= settings.tasksMax()) {
                    throw full();
                }
                task = unknown(taskId);
            }
            task.writer.submit(new ReportWrite(this, task, report, prefix, reply));
            if (task.state == null && !task.writer.isIdle()) {
                newcomers.put(taskId, task);
            }
        } catch (WireException e) {
            reply.onRefused(e);
        }
    }

    private @Nullable ProgressTask known(String taskId) {
        ProgressTask task = tasks.get(taskId);
        return task != null ? task : newcomers.get(taskId);
    }

    long nanoTime() {
        return clock.nanoTime();
    }

    /** Valid until the next call. */
    MessageBody publicationOf(ProgressTask task, ProgressState state) {
        return writer.publication(state.view(task.id));
    }

    TopicWrite.Prepared prepared(MessageBody publication, ProgressState state, long heard) {
        String note = store.isShared() ? ProgressRecord.note(state, clock.nanoTime()) : null;
        List<Backbone.Row> rows = note == null
                ? List.of()
                : List.of(ProgressRecord.row(KeptPublication.toBytes(heard + 1, clock.epochMicros(), note, publication)));
        Draft draft = new Draft(publication, true, false, null, note, heard, null, rows);
        return new TopicWrite.Prepared(draft, Treatment.NORMAL);
    }

    void requireSize(MessageBody publication, String channel, String prefix) throws WireException {
        ProgressRules.requireSize(publication.length(), settings.publicationBytesMax(), channel, prefix);
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

    /** Whether a state is not to be merged with what follows. */
    boolean isDue(ProgressTask task, ProgressState before, ProgressState after, long nowNanos) {
        return before.status() != after.status() || nowNanos - task.publishedAtNanos >= INTERVAL_NANOS;
    }

    /** Keeps a state that is published later, with those that follow. */
    void merge(ProgressTask task, ProgressReport report, ProgressState after, int bytes, long nowNanos)
            throws WireException {
        if (store.isShared()) {
            mergeAhead(task, report, nowNanos);
        }
        task.isPending = true;
        pending.add(task);
        schedule(task, INTERVAL_NANOS - (nowNanos - task.publishedAtNanos));
        shard.counters().increment(Counter.PROGRESS_CONFLATED);
        keep(task, after, bytes);
    }

    private void mergeAhead(ProgressTask task, ProgressReport report, long nowNanos) throws WireException {
        if (!store.isAvailable()) {
            throw new WireException(ErrorCode.UNAVAILABLE, "the store that gateways share cannot be reached");
        }
        ProgressReport before = task.ahead;
        MessageBody data = report.data();
        MessageBody dataBefore = before == null ? null : before.data();
        MessageBody merged = data == null
                ? dataBefore
                : BodyMerge.merge(dataBefore == null ? BodyMerge.EMPTY : dataBefore, data);
        task.ahead = before == null ? report.withData(merged) : report.over(before, merged);
        task.aheadAtNanos = nowNanos;
    }

    /** The task's state has this place among its topic's publications. */
    void published(ProgressTask task, long offset, int recipientCount) {
        task.offset = offset;
        task.recipientCount = recipientCount;
        task.publishedAtNanos = clock.nanoTime();
        task.isPending = false;
        task.ahead = null;
        pending.remove(task);
    }

    /** The tick would find it up to one period late. At most one look is scheduled for each task. */
    private void schedule(ProgressTask task, long delayNanos) {
        if (!task.isScheduled) {
            task.isScheduled = true;
            shard.loop().schedule(() -> publishIfDue(task), delayNanos, TimeUnit.NANOSECONDS);
        }
    }

    private void publishIfDue(ProgressTask task) {
        task.isScheduled = false;
        if (!pending.contains(task)) {
            return;
        }
        long nowNanos = clock.nanoTime();
        long delayNanos = INTERVAL_NANOS - (nowNanos - task.publishedAtNanos);
        if (delayNanos > 0) {
            schedule(task, delayNanos);
        } else {
            publishPending(task);
        }
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

    /** Forgets a task, after its last state is out: the next report begins another run. */
    void remove(String taskId, RemovalReply reply) {
        assert shard.isCurrent();
        try {
            loading.requireOver();
        } catch (WireException e) {
            reply.onRefused(e);
            return;
        }
        ProgressTask task = known(taskId);
        if (task == null) {
            reply.onRemoved(false);
            return;
        }
        if (task.isPending) {
            publishPending(task);
        }
        task.writer.submit(new RemovalWrite(this, task, reply));
    }

    /** Publishes what was merged long enough, and forgets what nobody reported on for long. */
    void tick(long nowNanos) {
        assert shard.isCurrent();
        for (ProgressTask task : List.copyOf(pending)) {
            if (nowNanos - task.publishedAtNanos >= INTERVAL_NANOS && task.writer.isIdle()) {
                publishPending(task);
            }
        }
        newcomers.values().removeIf(task -> task.writer.isIdle());
        Iterator<ProgressTask> oldestFirst = tasks.values().iterator();
        List<ProgressTask> expired = new ArrayList<>();
        while (oldestFirst.hasNext()) {
            ProgressTask task = oldestFirst.next();
            ProgressState state = task.state;
            if (state != null && nowNanos - state.updatedAtNanos() < settings.taskTtlNanos()) {
                break;
            }
            expired.add(task);
        }
        expired.forEach(this::forgetEverywhere);
    }

    /** Whoever published a task's last state tells the store; the others forget it by their own clocks. */
    private void forgetEverywhere(ProgressTask task) {
        boolean isOwn = task.isOwn;
        forget(task);
        if (isOwn) {
            tellForgotten(task.channel);
        }
    }

    /** Publishes everything that was merged, because nothing more will come. */
    void flush() {
        assert shard.isCurrent();
        List.copyOf(pending).forEach(this::publishPending);
    }

    private void publishPending(ProgressTask task) {
        task.writer.submit(new PendingWrite(this, task));
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
            pending.remove(task);
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

    /** Takes over what was published about a task, by whatever gateway. */
    void apply(String taskId, StoredPublication publication) {
        assert shard.isCurrent();
        ProgressState published = record.state(taskId, publication);
        if (published == null) {
            return;
        }
        long nowNanos = clock.nanoTime();
        ProgressTask known = known(taskId);
        if (known != null && known.state != null && known.state.status().isTerminal()) {
            // Published once more, or another run of which only the end of the last one was not heard.
            forget(known);
        }
        if (nowNanos - published.updatedAtNanos() >= settings.taskTtlNanos()) {
            forgetOld(taskId, nowNanos - published.updatedAtNanos());
            return;
        }
        ProgressTask task = known != null ? known : unknown(taskId);
        boolean isAnswered = publication.isOwn() && task.writer.isUnderWay(publication.offset());
        // What is published here has all that was merged before.
        ProgressState shown = isAnswered ? published : withAhead(task, published);
        int bytes = publicationOf(task, shown).length() + TASK_BYTES;
        unreserve(task);
        quota.take(task.state == null ? 1 : 0, bytes - task.bytes);
        keep(task, shown, bytes);
        task.offset = publication.offset();
        task.publishedAtNanos = nowNanos;
        task.isOwn = publication.isOwn();
        task.round = round;
    }

    /** The same of one that was read, where nothing newer came meanwhile. */
    void applyMissed(String taskId, StoredPublication publication) {
        ProgressTask known = tasks.get(taskId);
        if (known == null || known.round != round || known.offset < publication.offset()) {
            apply(taskId, publication);
        }
    }

    /** What was merged here is still to come, unless the task went on without it. */
    private ProgressState withAhead(ProgressTask task, ProgressState published) {
        ProgressReport ahead = task.ahead;
        if (ahead == null) {
            return published;
        }
        try {
            return published.next(ahead, "", task.aheadAtNanos);
        } catch (WireException e) {
            task.ahead = null;
            task.isPending = false;
            pending.remove(task);
            return published;
        }
    }

    private void forgetOld(String taskId, long ageNanos) {
        String channel = ProgressFeed.channelOf(taskId);
        broker.endState(channel);
        // Its own gateway would have done so by now.
        if (ageNanos > 2 * settings.taskTtlNanos()) {
            tellForgotten(channel);
        }
    }

    private void tellForgotten(String channel) {
        store.forget(channel, shard, new Backbone.Answer() {
            @Override
            public void onDone() {}

            @Override
            public void onRefused(TopicDirectory.Refusal refusal) {
                // It is forgotten for its age when it is read the next time.
            }
        });
    }

    /** What was published about a task is being read. */
    void hold(String taskId) {
        ProgressTask known = known(taskId);
        ProgressTask task = known == null ? unknown(taskId) : known;
        if (known == null) {
            newcomers.put(taskId, task);
        }
        task.writer.hold();
    }

    /** Ends {@link #hold}. */
    void release(String taskId) {
        ProgressTask task = known(taskId);
        if (task != null) {
            task.writer.release();
        }
    }

    private ProgressTask unknown(String taskId) {
        String channel = ProgressFeed.channelOf(taskId);
        return new ProgressTask(taskId, channel, new TopicWriter(store, shard, channel));
    }

    /** The module knows the task's topic up to there. */
    void heard(String taskId, long offset) {
        ProgressTask task = known(taskId);
        if (task != null) {
            task.writer.heard(offset);
            task.round = round;
        }
    }

    /** The task was forgotten by whatever gateway. */
    void forgotten(String taskId) {
        assert shard.isCurrent();
        ProgressTask task = tasks.get(taskId);
        if (task != null) {
            forget(task);
        }
    }

    /** The store is about to be read from its beginning. */
    void beginRound() {
        assert shard.isCurrent();
        round++;
    }

    /** All of the store was read: what it has not is gone. */
    void endRound() {
        assert shard.isCurrent();
        List<ProgressTask> all = new ArrayList<>(tasks.values());
        all.stream().filter(task -> task.round != round).forEach(this::forget);
        all.removeIf(task -> task.state == null);
        all.sort((a, b) -> Long.signum(updatedAtNanos(a) - updatedAtNanos(b)));
        tasks.clear();
        all.forEach(task -> tasks.put(task.id, task));
    }

    private static long updatedAtNanos(ProgressTask task) {
        return task.state == null ? 0 : task.state.updatedAtNanos();
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
