package io.tickgate.core.feed.progress;

import io.tickgate.protocol.message.ChannelNames;
import io.tickgate.protocol.message.ErrorCode;
import io.tickgate.protocol.message.ProgressReport;
import io.tickgate.protocol.wire.WireException;

/** What a report must be, whatever the task's state is. */
final class ProgressRules {
    static final int TASK_ID_CHARS_MAX = 128;

    /** What the envelope adds to a state beside the channel's name: four fields, their names, a time, two numbers. */
    private static final int ENVELOPE_BYTES_MAX = 160;

    private static final int UTF8_BYTES_PER_CHAR_MAX = 3;

    private ProgressRules() {}

    static void requireId(String taskId, String channel) throws WireException {
        if (taskId.isEmpty() || taskId.length() > TASK_ID_CHARS_MAX || !ChannelNames.isValid(channel)) {
            throw new WireException(
                    ErrorCode.INVALID_FIELD,
                    "\"task_id\" must be 1 to " + TASK_ID_CHARS_MAX
                            + " characters without whitespace or control characters",
                    "task_id");
        }
    }

    static void requireContent(ProgressReport report, String taskId, String prefix) throws WireException {
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

    static void requireSize(int publicationBytes, int bytesMax, String channel, String prefix) throws WireException {
        int envelopeBytes = ENVELOPE_BYTES_MAX + channel.length() * UTF8_BYTES_PER_CHAR_MAX;
        if (publicationBytes + envelopeBytes > bytesMax) {
            throw new WireException(
                    ErrorCode.MESSAGE_TOO_LARGE,
                    "the task's state would take " + publicationBytes + " bytes; with its envelope it may take "
                            + bytesMax + " (limits.max-publication-bytes)",
                    prefix + "data");
        }
    }
}
