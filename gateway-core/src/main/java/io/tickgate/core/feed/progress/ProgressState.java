package io.tickgate.core.feed.progress;

import io.tickgate.protocol.message.ErrorCode;
import io.tickgate.protocol.message.MessageBody;
import io.tickgate.protocol.message.ProgressReport;
import io.tickgate.protocol.message.TaskProgress;
import io.tickgate.protocol.message.TaskStatus;
import io.tickgate.protocol.wire.BodyMerge;
import io.tickgate.protocol.wire.WireException;
import org.jspecify.annotations.Nullable;

/**
 * Where a task stands after its last report. Immutable: a report makes the next state, or is refused and changes nothing.
 *
 * @param given what the publisher said, newer over older; what it did not say is computed in {@link #view}
 * @param startedAtNanos when the task was first heard of as anything but pending; null before
 * @param pausedNanos how long it was paused until the last report: time that passed, but no work
 * @param updatedAtNanos when the last report came
 */
record ProgressState(ProgressReport given, @Nullable Long startedAtNanos, long pausedNanos, long updatedAtNanos) {
    private static final double NANOS_PER_MILLI = 1e6;

    private static final ProgressReport NOTHING =
            new ProgressReport(null, null, null, null, null, null, null, null, null, null, null);

    /** The state before the first report. */
    private static final ProgressState NEW = new ProgressState(NOTHING, null, 0, 0);

    static ProgressState first(ProgressReport report, String prefix, long nowNanos) throws WireException {
        return NEW.next(report, prefix, nowNanos);
    }

    /**
     * The state after {@code report}.
     *
     * @param prefix stands before the names of fields in errors
     * @throws WireException {@code task_finished} after a terminal status, {@code progress_backwards}, {@code
     *     invalid_field} for what does not fit the task
     */
    ProgressState next(ProgressReport report, String prefix, long nowNanos) throws WireException {
        if (status().isTerminal()) {
            throw new WireException(
                    ErrorCode.TASK_FINISHED, "the task is " + status().wireName() + "; delete it to begin another run");
        }
        Number progress = report.progress();
        if (progress != null && progress.doubleValue() < progress().doubleValue()) {
            throw new WireException(
                    ErrorCode.PROGRESS_BACKWARDS,
                    "progress is at " + progress() + " and does not go back to " + progress
                            + "; delete the task to begin another run",
                    prefix + "progress");
        }
        if (startedAtNanos != null && report.status() == TaskStatus.PENDING) {
            throw invalid(prefix + "status", "is " + status().wireName() + " and does not go back to pending");
        }
        ProgressReport merged = completed(report).over(given, mergedData(report.data()));
        Long index = merged.currentStepIndex();
        Long total = merged.totalSteps();
        if (index != null && total != null && index > total) {
            throw invalid(prefix + "current_step_index", "must not be above total_steps, which is " + total);
        }
        boolean isPending = merged.status() == TaskStatus.PENDING;
        boolean wasPaused = given.status() == TaskStatus.PAUSED;
        return new ProgressState(
                merged,
                startedAtNanos != null || isPending ? startedAtNanos : (Long) nowNanos,
                wasPaused ? pausedNanos + nowNanos - updatedAtNanos : pausedNanos,
                nowNanos);
    }

    private static WireException invalid(String path, String rule) {
        return new WireException(ErrorCode.INVALID_FIELD, '"' + path + "\" " + rule, path);
    }

    /** What {@code completed} means for what a report does not say: all is done, and no error of before is left. */
    private static ProgressReport completed(ProgressReport report) {
        if (report.status() != TaskStatus.COMPLETED) {
            return report;
        }
        return new ProgressReport(
                report.taskId(),
                report.status(),
                or(report.progress(), (Number) 100.0),
                report.currentStep(),
                report.currentStepIndex(),
                report.totalSteps(),
                report.message(),
                report.estimatedTimeRemaining(),
                report.elapsedTime(),
                report.data(),
                or(report.error(), ""));
    }

    /** Owned: the report's own data is borrowed. */
    private @Nullable MessageBody mergedData(@Nullable MessageBody data) throws WireException {
        return data == null ? given.data() : BodyMerge.merge(or(given.data(), BodyMerge.EMPTY), data);
    }

    /** A task that never said where it stands is running: somebody reports its progress. */
    TaskStatus status() {
        return or(given.status(), TaskStatus.RUNNING);
    }

    private Number progress() {
        return or(given.progress(), (Number) 0.0);
    }

    /** The whole state as of its last report. */
    TaskProgress view(String taskId) {
        String error = or(given.error(), "");
        long totalSteps = or(given.totalSteps(), 0L);
        long elapsedNanos = startedAtNanos == null ? 0 : updatedAtNanos - startedAtNanos;
        Number worked = or(given.elapsedTime(), (Number) seconds(elapsedNanos - pausedNanos));
        return new TaskProgress(
                taskId,
                status(),
                progress(),
                or(given.currentStep(), ""),
                or(given.currentStepIndex(), stepAt(totalSteps)),
                totalSteps,
                or(given.message(), ""),
                remaining(worked.doubleValue()),
                or(given.elapsedTime(), (Number) seconds(elapsedNanos)),
                or(given.data(), BodyMerge.EMPTY),
                error.isEmpty() ? null : error);
    }

    /** Multiplied first: 29 / 100.0 * 100 is less than 29. */
    private Long stepAt(long totalSteps) {
        return (long) (progress().doubleValue() * totalSteps / 100);
    }

    /** @param worked seconds that the progress so far took */
    private @Nullable Number remaining(double worked) {
        if (status().isTerminal()) {
            return 0.0;
        }
        Number told = given.estimatedTimeRemaining();
        if (told != null) {
            return Double.isNaN(told.doubleValue()) ? null : told;
        }
        double done = progress().doubleValue();
        boolean isKnown = status() == TaskStatus.RUNNING && done > 0 && worked > 0;
        return isKnown ? finite(Math.round(worked * (100 - done) / done * 1000) / 1000.0) : null;
    }

    /** What is beyond counting is as good as unknown. */
    private static @Nullable Number finite(double seconds) {
        return seconds < Long.MAX_VALUE / 1000.0 ? (Number) seconds : null;
    }

    /** To the millisecond. */
    private static double seconds(long nanos) {
        return Math.round(nanos / NANOS_PER_MILLI) / 1000.0;
    }

    private static <T> T or(@Nullable T value, T otherwise) {
        return value != null ? value : otherwise;
    }
}
