package io.tickgate.core.session;

import io.tickgate.core.broadcast.TopicDirectory.Refusal;
import io.tickgate.protocol.message.ClientMessage;
import io.tickgate.protocol.message.ErrorCode;
import io.tickgate.protocol.message.ServerMessage;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The answers to commands that are refused, each counted. */
final class Refusals {
    private final Session session;
    private final SessionServices services;

    Refusals(Session session, SessionServices services) {
        this.session = session;
        this.services = services;
    }

    Optional<ServerMessage> refuse(ClientMessage command, ErrorCode code, String text, @Nullable String field) {
        return error(
                ErrorContext.error(command, code, text, field, services.clock().millis()));
    }

    /**
     * A channel cannot be had.
     *
     * @param listIndex where it stands in the command's list, -1 when there is none
     * @param symbol what the command named instead of the channel, or null
     * @param positionField where the command says from where on it wants the channel
     */
    Optional<ServerMessage> refuseChannel(
            ClientMessage command,
            String channel,
            int listIndex,
            @Nullable String symbol,
            String positionField,
            Refusal refusal) {
        String channelField = switch (refusal.code()) {
            case INVALID_POSITION -> positionField;
            case SNAPSHOT_TOO_LARGE -> "options.snapshot";
            case CONFLATION_NOT_ALLOWED -> "options.max_hz";
            default -> "channel";
        };
        String field = symbol != null ? "symbol" : listIndex >= 0 ? "channels[" + listIndex + "]" : channelField;
        return error(new ServerMessage.ErrorMessage(
                refusal.code(),
                refusal.detail(),
                command.id(),
                command.type(),
                field,
                channel,
                null,
                symbol,
                null,
                services.clock().millis()));
    }

    private Optional<ServerMessage> error(ServerMessage.ErrorMessage error) {
        session.inbox().countError(error.code());
        return Optional.of(error);
    }
}
