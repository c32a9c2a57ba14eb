package io.tickgate.core.feed.progress;

/**
 * What became of a report.
 *
 * @param channel where it was published
 * @param offset its number, or the last one given before when it was merged
 * @param recipientCount connections that were subscribed when it was numbered; 0 when it was merged
 * @param created whether the task was unknown before
 * @param conflated whether it was merged with what follows, and goes out within a moment
 */
public record ProgressReceipt(
        String taskId, String channel, long offset, int recipientCount, boolean created, boolean conflated) {}
