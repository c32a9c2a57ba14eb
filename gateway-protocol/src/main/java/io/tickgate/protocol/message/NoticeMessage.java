package io.tickgate.protocol.message;

import org.jspecify.annotations.Nullable;

/** A message that answers no command and belongs to one client alone. */
public sealed interface NoticeMessage extends ServerMessage {
    /**
     * Gives a client its appointment to leave before the server does.
     *
     * @param reconnectAfterMillis how long to wait before coming back
     */
    record ServerShutdown(
            long reconnectAfterMillis, @Nullable String resumeToken) implements NoticeMessage {
        @Override
        public String type() {
            return "server_shutdown";
        }

        @Override
        public <R> R accept(ServerMessage.Handler<R> handler) {
            return handler.onServerShutdown(this);
        }
    }

    /**
     * Asks for a new token before the old one ends.
     */
    record TokenExpiring(long expiresAtMillis) implements NoticeMessage {
        @Override
        public String type() {
            return "token_expiring";
        }

        @Override
        public <R> R accept(ServerMessage.Handler<R> handler) {
            return handler.onTokenExpiring(this);
        }
    }

    /**
     * Tells that a subscription ended without the client's asking.
     *
     * @param reason why, a stable word such as {@link #BY_OPERATOR}
     */
    record Unsubscribed(String channel, String reason, long timestampMillis) implements NoticeMessage {
        /** The reason of an operator's wish. */
        public static final String BY_OPERATOR = "operator";

        @Override
        public String type() {
            return "unsubscribed";
        }

        @Override
        public <R> R accept(ServerMessage.Handler<R> handler) {
            return handler.onUnsubscribed(this);
        }
    }

    /**
     * Tells of publications that this client did not get: a loss is never silent.
     *
     * @param from first offset left out, if it is a range
     * @param to last offset left out
     */
    record Lag(
            String channel,
            long dropped,
            String reason,
            @Nullable Long from,
            @Nullable Long to) implements NoticeMessage {
        @Override
        public String type() {
            return "lag";
        }

        @Override
        public <R> R accept(ServerMessage.Handler<R> handler) {
            return handler.onLag(this);
        }
    }
}
