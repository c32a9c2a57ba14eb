package io.tickgate.protocol.message;

import org.jspecify.annotations.Nullable;

/**
 * What a publisher says about a back-test: of every field what it was told, null where it was told nothing. Numbers are
 * whole or not as their publisher wrote them.
 *
 * @param taskId repeats what the message around it names
 * @param progress 0 to 100
 * @param estimatedTimeRemaining seconds; {@link #UNKNOWN} when the publisher says that it does not know
 * @param elapsedTime seconds
 * @param data free-form
 * @param error empty when the publisher says that there is none
 */
public record ProgressReport(
        @Nullable String taskId,
        @Nullable TaskStatus status,
        @Nullable Number progress,
        @Nullable String currentStep,
        @Nullable Long currentStepIndex,
        @Nullable Long totalSteps,
        @Nullable String message,
        @Nullable Number estimatedTimeRemaining,
        @Nullable Number elapsedTime,
        @Nullable MessageBody data,
        @Nullable String error) {
    /** Stands for {@code null} on the wire, where that is a value. */
    public static final Number UNKNOWN = Double.NaN;

    /** Whether it tells anything but whose it is. */
    public boolean isEmpty() {
        return status == null
                && progress == null
                && currentStep == null
                && currentStepIndex == null
                && totalSteps == null
                && message == null
                && estimatedTimeRemaining == null
                && elapsedTime == null
                && data == null
                && error == null;
    }

    /**
     * This report where it tells something, and {@code last} where it does not. What follows from other fields where it is
     * not told (the step's index and both times) is never taken from {@code last}: it was true at that moment.
     *
     * @param mergedData the {@code data} of both
     */
    public ProgressReport over(ProgressReport last, @Nullable MessageBody mergedData) {
        return new ProgressReport(
                taskId != null ? taskId : last.taskId,
                status != null ? status : last.status,
                progress != null ? progress : last.progress,
                currentStep != null ? currentStep : last.currentStep,
                currentStepIndex,
                totalSteps != null ? totalSteps : last.totalSteps,
                message != null ? message : last.message,
                estimatedTimeRemaining,
                elapsedTime,
                mergedData,
                error != null ? error : last.error);
    }

    /** The same with another {@code data}. */
    public ProgressReport withData(@Nullable MessageBody newData) {
        return new ProgressReport(
                taskId,
                status,
                progress,
                currentStep,
                currentStepIndex,
                totalSteps,
                message,
                estimatedTimeRemaining,
                elapsedTime,
                newData,
                error);
    }

    /** The same with another {@code total_steps}. */
    public ProgressReport withTotalSteps(@Nullable Long newTotalSteps) {
        return new ProgressReport(
                taskId,
                status,
                progress,
                currentStep,
                currentStepIndex,
                newTotalSteps,
                message,
                estimatedTimeRemaining,
                elapsedTime,
                data,
                error);
    }
}
