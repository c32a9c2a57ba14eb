package io.tickgate.core.session;

import io.tickgate.protocol.message.ClientMessage;
import io.tickgate.protocol.message.ErrorCode;
import io.tickgate.protocol.message.ServerMessage;
import org.jspecify.annotations.Nullable;

/** What an error names beside its field, so that a client without ids knows which of its commands failed. */
record ErrorContext(
        @Nullable String channel,
        @Nullable String taskId,
        @Nullable String symbol) {
    private static final ErrorContext NONE = new ErrorContext(null, null, null);

    /** The answer to a command that is not carried out. */
    static ServerMessage.ErrorMessage error(
            ClientMessage command, ErrorCode code, String text, @Nullable String field, long timestampMillis) {
        ErrorContext context = of(command);
        return new ServerMessage.ErrorMessage(
                code,
                text,
                command.id(),
                command.type(),
                field,
                context.channel,
                context.taskId,
                context.symbol,
                null,
                timestampMillis);
    }

    private static ErrorContext of(ClientMessage command) {
        if (command instanceof ClientMessage.Publish publish) {
            return new ErrorContext(publish.channel(), null, null);
        } else if (command instanceof ClientMessage.Ack ack) {
            return new ErrorContext(ack.channel(), null, null);
        } else if (command instanceof ClientMessage.RequestBacktestProgress request) {
            return new ErrorContext(null, request.taskId(), null);
        } else if (command instanceof ClientMessage.PublishBacktestProgress publish) {
            return new ErrorContext(null, publish.taskId(), null);
        } else if (command instanceof ClientMessage.PublishChart publish) {
            return new ErrorContext(null, null, publish.symbol());
        } else if (command instanceof ClientMessage.RemoveChart remove) {
            return new ErrorContext(null, null, remove.symbol());
        }
        return NONE;
    }
}
