package io.tickgate.protocol.message;

import org.jspecify.annotations.Nullable;

/**
 * The whole state of a back-test, as every publication carries it.
 *
 * @param progress 0 to 100
 * @param estimatedTimeRemaining seconds, or null when nobody knows
 * @param elapsedTime seconds
 * @param data free-form
 * @param error null when there is none
 */
public record TaskProgress(
        String taskId,
        TaskStatus status,
        Number progress,
        String currentStep,
        long currentStepIndex,
        long totalSteps,
        String message,
        @Nullable Number estimatedTimeRemaining,
        Number elapsedTime,
        MessageBody data,
        @Nullable String error) {}
