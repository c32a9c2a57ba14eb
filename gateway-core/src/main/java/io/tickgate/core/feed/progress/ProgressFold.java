package io.tickgate.core.feed.progress;

import io.tickgate.core.broadcast.Backbone;
import io.tickgate.core.broadcast.LocalBroker;
import io.tickgate.core.broadcast.ModuleStore;
import io.tickgate.core.broadcast.Shard;
import io.tickgate.core.broadcast.StoredPublication;
import io.tickgate.core.broadcast.TopicDirectory;
import io.tickgate.core.time.Clock;
import io.tickgate.protocol.codec.ProgressWriter;
import io.tickgate.protocol.message.ProgressReport;
import io.tickgate.protocol.wire.WireException;

/**
 * Keeps the tasks of one book as what was published about them says, by whatever gateway.
 *
 * <p><b>Owner:</b> the loop of {@code shard}.
 */
final class ProgressFold {
    private final Shard shard;
    private final LocalBroker broker;
    private final ModuleStore store;
    private final TaskShelf tasks;
    private final ProgressWriter writer;
    private final ProgressRecord record;
    private final Clock clock;
    private final long taskTtlNanos;
    /** How often the store was read from its beginning. */
    private int round;

    ProgressFold(
            Shard shard,
            LocalBroker broker,
            ModuleStore store,
            TaskShelf tasks,
            ProgressWriter writer,
            ProgressRecord record,
            Clock clock,
            long taskTtlNanos) {
        this.shard = shard;
        this.broker = broker;
        this.store = store;
        this.tasks = tasks;
        this.writer = writer;
        this.record = record;
        this.clock = clock;
        this.taskTtlNanos = taskTtlNanos;
    }

    /** Takes over what was published about a task, by whatever gateway. */
    void apply(String taskId, StoredPublication publication) {
        assert shard.isCurrent();
        ProgressState published = record.state(taskId, publication);
        if (published == null) {
            return;
        }
        long nowNanos = clock.nanoTime();
        ProgressTask known = tasks.known(taskId);
        if (known != null && known.state != null && known.state.status().isTerminal()) {
            // Published once more, or another run of which only the end of the last one was not heard.
            tasks.forget(known);
        }
        if (nowNanos - published.updatedAtNanos() >= taskTtlNanos) {
            forgetOld(taskId, nowNanos - published.updatedAtNanos());
            return;
        }
        ProgressTask task = known != null ? known : tasks.unknown(taskId);
        boolean isAnswered = publication.isOwn() && task.writer.isUnderWay(publication.offset());
        // What is published here has all that was merged before.
        ProgressState shown = isAnswered ? published : withAhead(task, published);
        int bytes = writer.publication(shown.view(taskId)).length() + TaskShelf.TASK_BYTES;
        tasks.takeAnyway(task, bytes);
        tasks.keep(task, shown, bytes);
        task.offset = publication.offset();
        task.publishedAtNanos = nowNanos;
        task.isOwn = publication.isOwn();
        task.round = round;
    }

    /** The same of one that was read, where nothing newer came meanwhile and the task was not forgotten. */
    void applyMissed(String taskId, int run, StoredPublication publication) {
        ProgressTask known = tasks.known(taskId);
        boolean isOld = known != null && known.round == round && known.offset >= publication.offset();
        if (known != null && known.run == run && !isOld) {
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
            return published.next(ahead, "", Math.max(task.aheadAtNanos, published.updatedAtNanos()));
        } catch (WireException e) {
            task.ahead = null;
            task.isPending = false;
            return published;
        }
    }

    private void forgetOld(String taskId, long ageNanos) {
        String channel = ProgressFeed.channelOf(taskId);
        broker.endState(channel);
        // Its own gateway would have done so by now.
        if (ageNanos > 2 * taskTtlNanos) {
            tellForgotten(channel);
        }
    }

    /** The store need not keep what is too old. */
    void tellForgotten(String channel) {
        store.forget(channel, shard, new Backbone.Answer() {
            @Override
            public void onDone() {}

            @Override
            public void onRefused(TopicDirectory.Refusal refusal) {
                // It is forgotten for its age when it is read the next time.
            }
        });
    }

    /**
     * What was published about a task is being read.
     *
     * @return for {@link #applyMissed}
     */
    int hold(String taskId) {
        ProgressTask known = tasks.known(taskId);
        ProgressTask task = known == null ? tasks.unknown(taskId) : known;
        tasks.expect(task);
        task.writer.hold();
        return task.run;
    }

    /** Ends {@link #hold}. */
    void release(String taskId) {
        ProgressTask task = tasks.known(taskId);
        if (task != null) {
            task.writer.release();
        }
    }

    /** The module knows the task's topic up to there. */
    void heard(String taskId, long offset) {
        ProgressTask task = tasks.known(taskId);
        if (task != null) {
            task.writer.heard(offset);
        }
    }

    /** The task was forgotten by whatever gateway. */
    void forgotten(String taskId) {
        assert shard.isCurrent();
        ProgressTask task = tasks.known(taskId);
        if (task != null && task.state != null) {
            tasks.forget(task);
        } else if (task != null) {
            task.run++;
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
        tasks.sort(task -> task.round != round);
    }
}
