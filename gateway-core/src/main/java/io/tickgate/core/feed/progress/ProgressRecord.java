package io.tickgate.core.feed.progress;

import io.tickgate.core.broadcast.Backbone.Row;
import io.tickgate.core.broadcast.StoredPublication;
import io.tickgate.core.time.Clock;
import io.tickgate.protocol.codec.MemberTaker;
import io.tickgate.protocol.codec.ProgressReader;
import io.tickgate.protocol.message.MessageBody;
import io.tickgate.protocol.message.ProgressReport;
import io.tickgate.protocol.wire.WireException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells a task's state from its publication. That has the whole state but for how long the task has worked, which goes beside
 * it as the note {@code elapsed paused age}, in nanoseconds: elapsed is -1 for a task that has not begun, and age is that of
 * the last report when its state was published.
 *
 * <p><b>Owner:</b> the book.
 */
final class ProgressRecord {
    /** Keeps a task's last publication longer than the history of its topic, and whatever else is published to that. */
    static final String TABLE = "state";

    private static final Logger LOG = LoggerFactory.getLogger(ProgressRecord.class);

    private final ProgressReader reader;
    private final MemberTaker members = new MemberTaker();
    private final Clock clock;

    ProgressRecord(ProgressReader reader, Clock clock) {
        this.reader = reader;
        this.clock = clock;
    }

    /** The one row of the table {@link #TABLE}. */
    static Row row(byte[] value) {
        return new Row(TABLE, TABLE, 0, value, 1);
    }

    static String note(ProgressState state, long nowNanos) {
        Long startedAtNanos = state.startedAtNanos();
        long elapsedNanos = startedAtNanos == null ? -1 : state.updatedAtNanos() - startedAtNanos;
        return elapsedNanos + " " + state.pausedNanos() + " " + (nowNanos - state.updatedAtNanos());
    }

    /** The state that a publication carries; null when it is none of a task. */
    @Nullable
    ProgressState state(String taskId, StoredPublication publication) {
        String note = publication.note();
        if (note == null) {
            return null;
        }
        try {
            MessageBody data = members.object(publication.body(), "data");
            if (data == null) {
                return null;
            }
            String[] numbers = note.split(" ", -1);
            long elapsedNanos = Long.parseLong(numbers[0]);
            long pausedNanos = Long.parseLong(numbers[1]);
            long ageNanos = Math.max(0, clock.epochMicros() - publication.epochMicros()) * 1_000;
            long updatedAtNanos = clock.nanoTime() - ageNanos - Long.parseLong(numbers[2]);
            return new ProgressState(
                    owned(reader.read(data, "data.")),
                    elapsedNanos < 0 ? null : (Long) (updatedAtNanos - elapsedNanos),
                    pausedNanos,
                    updatedAtNanos);
        } catch (WireException | RuntimeException e) {
            LOG.warn("what the store has of back-test {} cannot be read: {}", taskId, e.toString());
            return null;
        }
    }

    /** Steps that are shown as 0 in all were never told. */
    private static ProgressReport owned(ProgressReport report) {
        MessageBody data = report.data();
        Long total = report.totalSteps();
        return (total != null && total == 0 ? report.withTotalSteps(null) : report)
                .withData(data == null ? null : data.copy());
    }
}
