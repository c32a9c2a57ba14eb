package io.tickgate.protocol.message;

import org.jspecify.annotations.Nullable;

/**
 * What an error tells of the command that it answers, so that a client without ids knows which of its commands failed;
 * null where the command did not say it, or not as it must be.
 *
 * @param command the type, if it is a known one
 */
public record CommandContext(
        @Nullable CommandId id,
        @Nullable String command,
        @Nullable String channel,
        @Nullable String taskId,
        @Nullable String symbol) {
    /** Of a fault that stands in no command, or in one that nothing is known of. */
    public static final CommandContext NONE = new CommandContext(null, null, null, null, null);

    /** The answer to that command when it is not carried out. */
    public ServerMessage.ErrorMessage error(ErrorCode code, String text, @Nullable String field, long timestampMillis) {
        return new ServerMessage.ErrorMessage(
                code, text, id, command, field, channel, taskId, symbol, null, timestampMillis);
    }
}
