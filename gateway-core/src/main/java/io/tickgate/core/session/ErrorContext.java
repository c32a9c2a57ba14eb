package io.tickgate.core.session;

import io.tickgate.protocol.message.ClientMessage;
import io.tickgate.protocol.message.CommandContext;
import io.tickgate.protocol.message.ErrorCode;
import io.tickgate.protocol.message.ServerMessage;
import org.jspecify.annotations.Nullable;

/** What an error tells of a command that could be read. */
final class ErrorContext {
    private ErrorContext() {}

    /** The answer to a command that is not carried out. */
    static ServerMessage.ErrorMessage error(
            ClientMessage command, ErrorCode code, String text, @Nullable String field, long timestampMillis) {
        return of(command).error(code, text, field, timestampMillis);
    }

    private static CommandContext of(ClientMessage command) {
        if (command instanceof ClientMessage.Publish publish) {
            return named(command, publish.channel(), null, null);
        } else if (command instanceof ClientMessage.Ack ack) {
            return named(command, ack.channel(), null, null);
        } else if (command instanceof ClientMessage.RequestBacktestProgress request) {
            return named(command, null, request.taskId(), null);
        } else if (command instanceof ClientMessage.PublishBacktestProgress publish) {
            return named(command, null, publish.taskId(), null);
        } else if (command instanceof ClientMessage.PublishChart publish) {
            return named(command, null, null, publish.symbol());
        } else if (command instanceof ClientMessage.RemoveChart remove) {
            return named(command, null, null, remove.symbol());
        }
        return named(command, null, null, null);
    }

    private static CommandContext named(
            ClientMessage command, @Nullable String channel, @Nullable String taskId, @Nullable String symbol) {
        return new CommandContext(command.id(), command.type(), channel, taskId, symbol);
    }
}
