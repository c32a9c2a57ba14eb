package io.tickgate.core.producer;

import io.tickgate.protocol.message.TaskStatus;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What there is to tell about a back-test: only what is set here changes, the rest stays as it was told last. Null, where
 * nothing else is said, is refused here with a {@link NullPointerException} that names the argument; everything else the
 * gateway checks when the update is published.
 *
 * <p>Immutable; every method gives a new one.
 */
public final class ProgressUpdate {
    private final Members members;

    /** Tells nothing yet, and is refused like that. */
    public ProgressUpdate() {
        this(Members.NONE);
    }

    private ProgressUpdate(Members members) {
        this.members = members;
    }

    /** @param percent see {@link #progress} */
    public static ProgressUpdate running(double percent) {
        return new ProgressUpdate().status(TaskStatus.RUNNING).progress(percent);
    }

    /** At 100 percent, and nothing follows. */
    public static ProgressUpdate completed() {
        return new ProgressUpdate().status(TaskStatus.COMPLETED).progress(100);
    }

    /** Nothing follows. */
    public static ProgressUpdate failed(String error) {
        return new ProgressUpdate().status(TaskStatus.FAILED).error(Objects.requireNonNull(error, "error"));
    }

    public ProgressUpdate status(TaskStatus status) {
        return with("status", Objects.requireNonNull(status, "status").wireName());
    }

    /** @param percent 0 to 100, and never less than before within a run */
    public ProgressUpdate progress(double percent) {
        return with("progress", percent);
    }

    /** @param name at most 1024 characters */
    public ProgressUpdate step(String name) {
        return with("current_step", Objects.requireNonNull(name, "name"));
    }

    /** @param index from 0 on; where it is never told, the gateway takes it from the progress and {@link #totalSteps} */
    public ProgressUpdate stepIndex(long index) {
        return with("current_step_index", index);
    }

    /** @param count from 0 on */
    public ProgressUpdate totalSteps(long count) {
        return with("total_steps", count);
    }

    /** @param message at most 1024 characters */
    public ProgressUpdate message(String message) {
        return with("message", Objects.requireNonNull(message, "message"));
    }

    /** @param elapsed not negative; where it is never told, the gateway measures */
    public ProgressUpdate elapsed(Duration elapsed) {
        return with("elapsed_time", seconds(Objects.requireNonNull(elapsed, "elapsed")));
    }

    /** @param remaining null when nobody knows; where it is never told, the gateway estimates */
    public ProgressUpdate remaining(@Nullable Duration remaining) {
        return with("estimated_time_remaining", remaining == null ? null : seconds(remaining));
    }

    /** @param data free-form, of what {@link Producer} takes as JSON; merged with what was told before, member by member */
    public ProgressUpdate data(Map<String, ?> data) {
        return with("data", Objects.requireNonNull(data, "data"));
    }

    /** @param error at most 1024 characters; null takes back what was told */
    public ProgressUpdate error(@Nullable String error) {
        return with("error", error);
    }

    private ProgressUpdate with(String name, @Nullable Object value) {
        return new ProgressUpdate(members.with(name, value));
    }

    private static double seconds(Duration duration) {
        return duration.getSeconds() + duration.getNano() / 1e9;
    }

    Map<String, ?> toMap() {
        return members.values();
    }
}
