package io.tickgate.core.session;

import io.tickgate.core.audit.AuditLog;
import io.tickgate.core.auth.Principal;
import io.tickgate.core.auth.Right;
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
     * The client may not do that with {@code channel}.
     *
     * @param field where the command says so; null where it does not
     */
    Optional<ServerMessage> deny(ClientMessage command, Right right, String channel, @Nullable String field) {
        Principal principal = session.principal();
        // No word of the command is at fault where it is a matter of the address.
        boolean isByAddress = principal.kind() == Principal.Kind.ADDRESS;
        String at = isByAddress ? null : field;
        if (right == Right.PUBLISH) {
            String rule = isByAddress ? "ingest.allowed-addresses" : "the rights of what was shown";
            AuditLog.refused("publisher", rule, session.peer().address(), channel);
        }
        return refuse(command, ErrorCode.FORBIDDEN, principal.denial(right, channel), at);
    }

    /**
     * Somebody without a user says how far it had its own channel.
     *
     * @param path of what holds the position, with the dot behind it; empty for the command itself
     */
    Optional<ServerMessage> refuseUserOffset(ClientMessage command, String path) {
        return refuse(
                command,
                ErrorCode.INVALID_FIELD,
                "this connection has no user, and no channel of its own",
                path + "since.user_offset");
    }

    /**
     * A channel cannot be had.
     *
     * @param field where the command says so
     * @param symbol what the command named instead of the channel, or null
     */
    Optional<ServerMessage> refuseChannel(
            ClientMessage command, String channel, String field, @Nullable String symbol, Refusal refusal) {
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
