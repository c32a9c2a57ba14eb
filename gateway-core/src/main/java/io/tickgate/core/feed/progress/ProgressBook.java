package io.tickgate.core.feed.progress;

import io.tickgate.core.broadcast.LocalBroker;
import io.tickgate.core.broadcast.PublishOptions;
import io.tickgate.core.broadcast.PublishReply;
import io.tickgate.core.broadcast.Shard;
import io.tickgate.core.metrics.Counter;
import io.tickgate.core.time.Clock;
import io.tickgate.protocol.codec.ProgressReader;
import io.tickgate.protocol.codec.ProgressWriter;
import io.tickgate.protocol.message.ChannelNames;
import io.tickgate.protocol.message.ErrorCode;
import io.tickgate.protocol.message.MessageBody;
import io.tickgate.protocol.message.ProgressReport;
import io.tickgate.protocol.message.TaskStatus;
import io.tickgate.protocol.wire.WireException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The tasks whose topics live on one loop.
 *
 * <p><b>Owner:</b> the loop of {@code shard}. <b>Bound:</b> the quota that all books share.
 */
final class ProgressBook {
    static final int TASK_ID_CHARS_MAX = 128;

    /** At most ten publications of a task a second, but for those that are never held back. */
    private static final long INTERVAL_NANOS = 100_000_000;

    /** What the envelope adds to a state beside the channel's name: four fields, their names, a time, two numbers. */
    private static final int ENVELOPE_BYTES_MAX = 160;

    private static final int UTF8_BYTES_PER_CHAR_MAX = 3;

    /** What a task takes beside its encoded state: entries of maps, objects, its channel's name. */
    private static final int TASK_BYTES = 512;

    private final Shard shard;
    private final LocalBroker broker;
    private final Clock clock;
    private final ProgressSettings settings;
    private final TaskQuota quota;
    private final ProgressReader reader;
    private final ProgressWriter writer = new ProgressWriter();
    /** Those that were updated last stand last. */
    private final LinkedHashMap<String, ProgressTask> tasks = new LinkedHashMap<>();

    private final Set<ProgressTask> pending = new LinkedHashSet<>();

    ProgressBook(Shard shard, LocalBroker broker, Clock clock, ProgressSettings settings, TaskQuota quota) {
        this.shard = shard;
        this.broker = broker;
        this.clock = clock;
        this.settings = settings;
        this.quota = quota;
        this.reader = new ProgressReader(settings.reportLimits());
    }

    /**
     * Applies one report, whole or not at all.
     *
     * @param body borrowed
     * @param prefix stands before the names of fields in errors
     */
    ProgressReceipt update(String taskId, MessageBody body, String prefix) throws WireException {
        assert shard.isCurrent();
        String channel = ProgressFeed.channelOf(taskId);
        requireId(taskId, channel);
        ProgressReport report = reader.read(body, prefix);
        requireContent(report, taskId, prefix);
        long nowNanos = clock.nanoTime();
        ProgressTask known = tasks.get(taskId);
        ProgressState next = known == null
                ? ProgressState.first(report, prefix, nowNanos)
                : known.state.next(report, prefix, nowNanos);
        MessageBody publication = writer.publication(next.view(taskId));
        requireSize(publication.length(), channel, prefix);
        int taskBytes = publication.length() + TASK_BYTES;
        int newTasks = known == null ? 1 : 0;
        long newBytes = taskBytes - (known == null ? 0 : known.bytes);
        if (!quota.tryTake(newTasks, newBytes)) {
            throw new WireException(
                    ErrorCode.UNAVAILABLE,
                    "as many unfinished tasks are kept as may be (progress.max-tasks, progress.bytes-total)");
        }
        ProgressTask task = known != null ? known : new ProgressTask(taskId, channel, next);
        boolean isNow = known == null
                || known.state.status() != next.status()
                || nowNanos - known.publishedAtNanos >= INTERVAL_NANOS;
        if (isNow) {
            try {
                publish(task, publication, nowNanos);
            } catch (WireException e) {
                quota.give(newTasks, newBytes);
                throw e;
            }
        } else {
            task.isPending = true;
            pending.add(task);
            schedule(task, INTERVAL_NANOS - (nowNanos - task.publishedAtNanos));
            shard.counters().increment(Counter.PROGRESS_CONFLATED);
        }
        keep(task, next, known != null, taskBytes);
        return new ProgressReceipt(
                taskId, channel, task.offset, isNow ? task.recipientCount : 0, known == null, !isNow);
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
            tryPublishPending(task, nowNanos);
        }
    }

    private void keep(ProgressTask task, ProgressState next, boolean isKnown, int taskBytes) {
        countRunning(isKnown ? task.state : null, next);
        if (isKnown) {
            tasks.remove(task.id);
        } else {
            shard.counters().increment(Counter.BACKTESTS);
        }
        tasks.put(task.id, task);
        shard.counters().add(Counter.BACKTEST_BYTES, taskBytes - task.bytes);
        task.state = next;
        task.bytes = taskBytes;
        if (next.status().isTerminal()) {
            task.finishedNumber = quota.finish(taskBytes, () -> shard.execute(() -> drop(task)));
        }
    }

    private static void requireId(String taskId, String channel) throws WireException {
        if (taskId.isEmpty() || taskId.length() > TASK_ID_CHARS_MAX || !ChannelNames.isValid(channel)) {
            throw new WireException(
                    ErrorCode.INVALID_FIELD,
                    "\"task_id\" must be 1 to " + TASK_ID_CHARS_MAX
                            + " characters without whitespace or control characters",
                    "task_id");
        }
    }

    private static void requireContent(ProgressReport report, String taskId, String prefix) throws WireException {
        if (report.taskId() != null && !report.taskId().equals(taskId)) {
            throw new WireException(
                    ErrorCode.INVALID_FIELD,
                    '"' + prefix + "task_id\" names another task than the one that is reported on",
                    prefix + "task_id");
        }
        if (report.isEmpty()) {
            throw new WireException(
                    ErrorCode.MISSING_FIELD,
                    "a report says at least one of status, progress, current_step, current_step_index, total_steps, "
                            + "message, estimated_time_remaining, elapsed_time, data and error");
        }
    }

    private void requireSize(int publicationBytes, String channel, String prefix) throws WireException {
        int envelopeBytes = ENVELOPE_BYTES_MAX + channel.length() * UTF8_BYTES_PER_CHAR_MAX;
        if (publicationBytes + envelopeBytes > settings.publicationBytesMax()) {
            throw new WireException(
                    ErrorCode.MESSAGE_TOO_LARGE,
                    "the task's state would take " + publicationBytes + " bytes; with its envelope it may take "
                            + settings.publicationBytesMax() + " (limits.max-publication-bytes)",
                    prefix + "data");
        }
    }

    private void publish(ProgressTask task, MessageBody publication, long nowNanos) throws WireException {
        Outcome outcome = new Outcome();
        broker.publish(task.channel, publication, PublishOptions.NONE, shard.loop(), outcome);
        if (outcome.fault != null) {
            throw outcome.fault;
        }
        assert outcome.isKnown : "at home a publication is answered at once";
        task.offset = outcome.offset;
        task.recipientCount = outcome.recipientCount;
        task.publishedAtNanos = nowNanos;
        task.isPending = false;
        pending.remove(task);
    }

    /** What became of a publication that is numbered on this loop. */
    private static final class Outcome implements PublishReply {
        private boolean isKnown;
        private long offset;
        private int recipientCount;
        private @Nullable WireException fault;

        @Override
        public void onPublished(long newOffset, int newRecipientCount) {
            isKnown = true;
            offset = newOffset;
            recipientCount = newRecipientCount;
        }

        @Override
        public void onRefused(ErrorCode code, String detail) {
            isKnown = true;
            fault = new WireException(code, detail);
        }
    }

    /** The state of a task as the object {@code data}, valid until the next call; null when there is no such task. */
    @Nullable
    MessageBody find(String taskId) {
        assert shard.isCurrent();
        ProgressTask task = tasks.get(taskId);
        return task == null ? null : writer.data(task.state.view(taskId));
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
            if (status == null || task.state.status() == status) {
                MessageBody data = writer.data(task.state.view(task.id)).copy();
                listed.add(new ListedTask(task.state.updatedAtNanos(), data));
                bytes += data.length();
            }
        }
        return listed;
    }

    /** One line of a list. */
    record ListedTask(long updatedAtNanos, MessageBody data) {}

    /** Forgets a task, after its last state is out: the next report begins another run. @return whether there was one */
    boolean remove(String taskId) {
        assert shard.isCurrent();
        ProgressTask task = tasks.get(taskId);
        if (task == null) {
            return false;
        }
        if (task.isPending) {
            tryPublishPending(task, clock.nanoTime());
        }
        forget(task);
        return true;
    }

    /** Publishes what was merged long enough, and forgets what nobody reported on for long. */
    void tick(long nowNanos) {
        assert shard.isCurrent();
        for (ProgressTask task : List.copyOf(pending)) {
            if (nowNanos - task.publishedAtNanos >= INTERVAL_NANOS) {
                tryPublishPending(task, nowNanos);
            }
        }
        Iterator<ProgressTask> oldestFirst = tasks.values().iterator();
        List<ProgressTask> expired = new ArrayList<>();
        while (oldestFirst.hasNext()) {
            ProgressTask task = oldestFirst.next();
            if (nowNanos - task.state.updatedAtNanos() < settings.taskTtlNanos()) {
                break;
            }
            expired.add(task);
        }
        expired.forEach(this::forget);
    }

    /** Publishes everything that was merged, because nothing more will come. */
    void flush() {
        assert shard.isCurrent();
        long nowNanos = clock.nanoTime();
        for (ProgressTask task : List.copyOf(pending)) {
            tryPublishPending(task, nowNanos);
        }
    }

    private void tryPublishPending(ProgressTask task, long nowNanos) {
        try {
            publish(task, writer.publication(task.state.view(task.id)), nowNanos);
        } catch (WireException e) {
            // Only limits.max-topics can refuse it, after its topic was collected: the next tick tries again.
            assert e.code() == ErrorCode.UNAVAILABLE : e.text();
        }
    }

    private void forget(ProgressTask task) {
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
