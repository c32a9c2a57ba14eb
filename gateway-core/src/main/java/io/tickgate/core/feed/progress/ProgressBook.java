package io.tickgate.core.feed.progress;

import io.tickgate.core.broadcast.Backbone;
import io.tickgate.core.broadcast.Draft;
import io.tickgate.core.broadcast.LocalBroker;
import io.tickgate.core.broadcast.ModuleStore;
import io.tickgate.core.broadcast.Shard;
import io.tickgate.core.broadcast.Treatment;
import io.tickgate.core.feed.shared.KeptPublication;
import io.tickgate.core.feed.shared.Loading;
import io.tickgate.core.feed.shared.TopicWrite;
import io.tickgate.core.metrics.Counter;
import io.tickgate.core.time.Clock;
import io.tickgate.protocol.codec.ProgressReader;
import io.tickgate.protocol.codec.ProgressWriter;
import io.tickgate.protocol.message.ErrorCode;
import io.tickgate.protocol.message.MessageBody;
import io.tickgate.protocol.message.ProgressReport;
import io.tickgate.protocol.wire.BodyMerge;
import io.tickgate.protocol.wire.WireException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * The tasks whose topics live on one loop.
 *
 * <p><b>Owner:</b> the loop of {@code shard}. <b>Bound:</b> the quota that all books share.
 */
final class ProgressBook {
    /** At most ten publications of a task a second, but for those that are never held back. */
    private static final long INTERVAL_NANOS = 100_000_000;

    private final Shard shard;
    private final ModuleStore store;
    private final Loading loading;
    private final Clock clock;
    private final ProgressSettings settings;
    private final ProgressReader reader;
    private final ProgressWriter writer = new ProgressWriter();
    private final TaskShelf tasks;
    private final ProgressFold fold;
    private final Set<ProgressTask> pending = new LinkedHashSet<>();

    ProgressBook(
            Shard shard,
            LocalBroker broker,
            ModuleStore store,
            Loading loading,
            Clock clock,
            ProgressSettings settings,
            TaskQuota quota) {
        this.shard = shard;
        this.store = store;
        this.loading = loading;
        this.clock = clock;
        this.settings = settings;
        this.reader = new ProgressReader(settings.reportLimits());
        this.tasks = new TaskShelf(shard, broker, store, quota, settings.tasksMax(), writer);
        this.fold = new ProgressFold(
                shard, broker, store, tasks, writer, new ProgressRecord(reader, clock), clock, settings.taskTtlNanos());
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
            ProgressTask known = tasks.known(taskId);
            if (known == null) {
                tasks.requireRoomForNewcomer();
            }
            ProgressTask task = known == null ? tasks.unknown(taskId) : known;
            task.writer.submit(new ReportWrite(this, task, report, prefix, reply));
            if (!task.writer.isIdle()) {
                tasks.expect(task);
            }
        } catch (WireException e) {
            reply.onRefused(e);
        }
    }

    /** The tasks that are kept, for whoever asks. */
    TaskShelf tasks() {
        return tasks;
    }

    /** Takes over what was published. */
    ProgressFold fold() {
        return fold;
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
                : List.of(
                        ProgressRecord.row(KeptPublication.toBytes(heard + 1, clock.epochMicros(), note, publication)));
        Draft draft = new Draft(publication, true, false, null, note, heard, null, rows);
        return new TopicWrite.Prepared(draft, Treatment.NORMAL);
    }

    void requireSize(MessageBody publication, String channel, String prefix) throws WireException {
        ProgressRules.requireSize(publication.length(), settings.publicationBytesMax(), channel, prefix);
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
        tasks.keep(task, after, bytes);
    }

    private void mergeAhead(ProgressTask task, ProgressReport report, long nowNanos) throws WireException {
        if (!store.isAvailable()) {
            throw new WireException(ErrorCode.UNAVAILABLE, "the store that gateways share cannot be reached");
        }
        ProgressReport before = task.ahead;
        MessageBody data = report.data();
        MessageBody dataBefore = before == null ? null : before.data();
        MessageBody merged =
                data == null ? dataBefore : BodyMerge.merge(dataBefore == null ? BodyMerge.EMPTY : dataBefore, data);
        task.ahead = before == null ? report.withData(merged) : report.over(before, merged);
        task.aheadAtNanos = nowNanos;
    }

    /** The task's state has this place among its topic's publications. */
    void published(ProgressTask task, long offset) {
        task.offset = offset;
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
        if (!task.isPending) {
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

    /** Forgets a task, after its last state is out: the next report begins another run. */
    void remove(String taskId, RemovalReply reply) {
        assert shard.isCurrent();
        try {
            loading.requireOver();
        } catch (WireException e) {
            reply.onRefused(e);
            return;
        }
        ProgressTask task = tasks.known(taskId);
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
            if (task.isPending && nowNanos - task.publishedAtNanos >= INTERVAL_NANOS && task.writer.isIdle()) {
                publishPending(task);
            }
        }
        pending.removeIf(task -> !task.isPending);
        tasks.trim();
        tasks.oldestWhile(task -> isTooOld(task, nowNanos)).forEach(this::forgetEverywhere);
    }

    private boolean isTooOld(ProgressTask task, long nowNanos) {
        ProgressState state = task.state;
        return state == null || nowNanos - state.updatedAtNanos() >= settings.taskTtlNanos();
    }

    /** Whoever published a task's last state tells the store; the others forget it by their own clocks. */
    private void forgetEverywhere(ProgressTask task) {
        boolean isOwn = task.isOwn;
        tasks.forget(task);
        if (isOwn) {
            fold.tellForgotten(task.channel);
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
}
