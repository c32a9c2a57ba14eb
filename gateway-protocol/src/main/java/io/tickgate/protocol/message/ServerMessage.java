package io.tickgate.protocol.message;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A message that the gateway sends. Every kind reaches its handler through {@link #accept}.
 *
 * <p>Times are Unix time in the unit that ends the name. An optional part that is null is left out on the wire.
 */
public sealed interface ServerMessage {
    /** The wire's word for this kind, such as {@code pong}. */
    String type();

    <R> R accept(Handler<R> handler);

    /**
     * What the gateway adds to a publication when it gives it a number.
     *
     * @param offset up by one in that channel, without gaps
     * @param serverTimeMicros Unix time at which the number was given
     */
    record Delivery(String channel, long offset, long serverTimeMicros) {}

    /** One line of a confirmed list. */
    record ChannelPosition(String channel, Position position) {}

    /**
     * The first message of every connection.
     *
     * @param connectionId always chosen by the server
     * @param timestampMillis Unix time
     * @param serverTimeMicros Unix time
     * @param protocol the subprotocol spoken from here on
     */
    record Welcome(
            String connectionId,
            long timestampMillis,
            long serverTimeMicros,
            @Nullable String epoch,
            @Nullable String resumeToken,
            double heartbeatIntervalSeconds,
            double idleTimeoutSeconds,
            int messageBytesMax,
            String protocol,
            String version)
            implements ServerMessage {
        @Override
        public String type() {
            return "connection_established";
        }

        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.onWelcome(this);
        }
    }

    /**
     * Answers {@code ping}.
     */
    record Pong(@Nullable CommandId id, long timestampMillis) implements ServerMessage {
        @Override
        public String type() {
            return "pong";
        }

        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.onPong(this);
        }
    }

    /**
     * Confirms one subscription.
     *
     * @param symbol set for charts
     * @param position the last publication before the subscription; offset 0 means none
     * @param recovered null when nothing was asked for
     * @param reason why nothing was recovered
     */
    record SubscriptionConfirmed(
            @Nullable CommandId id,
            String channel,
            @Nullable String symbol,
            Position position,
            @Nullable Boolean recovered,
            @Nullable String reason,
            long timestampMillis)
            implements ServerMessage {
        @Override
        public String type() {
            return "subscription_confirmed";
        }

        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.onSubscriptionConfirmed(this);
        }
    }

    /**
     * Confirms a list of subscriptions at once.
     *
     * @param channels in the order of the command
     */
    record SubscriptionsConfirmed(@Nullable CommandId id, List<ChannelPosition> channels, long timestampMillis)
            implements ServerMessage {
        @Override
        public String type() {
            return "subscription_confirmed";
        }

        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.onSubscriptionsConfirmed(this);
        }
    }

    /**
     * Confirms the end of one subscription.
     *
     * @param symbol set for charts
     */
    record UnsubscriptionConfirmed(
            @Nullable CommandId id,
            String channel,
            @Nullable String symbol,
            long timestampMillis) implements ServerMessage {
        @Override
        public String type() {
            return "unsubscription_confirmed";
        }

        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.onUnsubscriptionConfirmed(this);
        }
    }

    /**
     * Confirms the end of a list of subscriptions.
     *
     * @param channels in the order of the command
     */
    record UnsubscriptionsConfirmed(@Nullable CommandId id, List<String> channels, long timestampMillis)
            implements ServerMessage {
        @Override
        public String type() {
            return "unsubscription_confirmed";
        }

        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.onUnsubscriptionsConfirmed(this);
        }
    }

    /**
     * Confirms a publication.
     *
     * @param recipientCount connections subscribed when the publication was numbered
     * @param notificationId set for notifications
     */
    record PublishConfirmed(
            @Nullable CommandId id,
            String channel,
            long offset,
            long recipientCount,
            @Nullable String notificationId,
            long timestampMillis)
            implements ServerMessage {
        @Override
        public String type() {
            return "publish_confirmed";
        }

        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.onPublishConfirmed(this);
        }
    }

    /**
     * Refuses a command, or reports what went wrong; the connection lives on.
     *
     * @param text English, for people; may change
     * @param command type of the refused command, if known
     */
    record ErrorMessage(
            ErrorCode code,
            String text,
            @Nullable CommandId id,
            @Nullable String command,
            @Nullable String field,
            @Nullable String channel,
            @Nullable String taskId,
            @Nullable String symbol,
            @Nullable Double retryAfterSeconds,
            long timestampMillis)
            implements ServerMessage {
        @Override
        public String type() {
            return "error";
        }

        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.onErrorMessage(this);
        }
    }

    /**
     * Confirms that a chart was deleted.
     */
    record ChartRemoved(@Nullable CommandId id, String symbol, long timestampMillis) implements ServerMessage {
        @Override
        public String type() {
            return "chart_removed";
        }

        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.onChartRemoved(this);
        }
    }

    /**
     * Answers {@code get_notifications}, newest first.
     *
     * @param more whether the list was cut to fit a message
     */
    record NotificationsList(
            @Nullable CommandId id, OpaqueList notifications, int unread, boolean more, long timestampMillis)
            implements ServerMessage {
        @Override
        public String type() {
            return "notifications_list";
        }

        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.onNotificationsList(this);
        }
    }

    /**
     * Confirms that a notification was marked as read.
     */
    record NotificationRead(@Nullable CommandId id, String notificationId, long readAtMillis, long timestampMillis)
            implements ServerMessage {
        @Override
        public String type() {
            return "notification_read";
        }

        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.onNotificationRead(this);
        }
    }

    /**
     * Confirms an acknowledgement.
     */
    record AckConfirmed(@Nullable CommandId id, String channel, long offset, long timestampMillis)
            implements ServerMessage {
        @Override
        public String type() {
            return "ack_confirmed";
        }

        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.onAckConfirmed(this);
        }
    }

    /**
     * Confirms a token.
     *
     * @param expiresAtMillis Unix time
     */
    record Authenticated(@Nullable CommandId id, String userId, long expiresAtMillis, long timestampMillis)
            implements ServerMessage {
        @Override
        public String type() {
            return "authenticated";
        }

        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.onAuthenticated(this);
        }
    }

    /**
     * The state of a backtest: a publication, or the answer to a request.
     *
     * @param id only in an answer
     * @param delivery null in an answer
     */
    record BacktestProgressUpdate(
            @Nullable CommandId id,
            String taskId,
            MessageBody data,
            long timestampMillis,
            @Nullable Delivery delivery) implements ServerMessage {
        @Override
        public String type() {
            return "backtest_progress_update";
        }

        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.onBacktestProgressUpdate(this);
        }
    }

    /**
     * Points of a chart: a publication, or the history that was asked for.
     *
     * @param id only in an answer
     * @param delivery null in an answer
     */
    record ChartUpdate(
            @Nullable CommandId id,
            String symbol,
            String updateType,
            OpaqueList dataPoints,
            MessageBody metadata,
            long timestampMillis,
            @Nullable Delivery delivery)
            implements ServerMessage {
        @Override
        public String type() {
            return "chart_update";
        }

        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.onChartUpdate(this);
        }
    }

    /**
     * A notification.
     */
    record Notification(
            MessageBody notification,
            long timestampMillis,
            @Nullable Delivery delivery) implements ServerMessage {
        @Override
        public String type() {
            return "notification";
        }

        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.onNotification(this);
        }
    }

    /**
     * The state of the system.
     *
     * @param delivery null for the first one after subscribing
     */
    record SystemStatusUpdate(
            MessageBody status,
            long timestampMillis,
            @Nullable Delivery delivery) implements ServerMessage {
        @Override
        public String type() {
            return "system_status_update";
        }

        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.onSystemStatusUpdate(this);
        }
    }

    /**
     * Gives a client its appointment to leave before the server does.
     *
     * @param reconnectAfterMillis how long to wait before coming back
     */
    record ServerShutdown(
            long reconnectAfterMillis, @Nullable String resumeToken) implements ServerMessage {
        @Override
        public String type() {
            return "server_shutdown";
        }

        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.onServerShutdown(this);
        }
    }

    /**
     * Asks for a new token before the old one ends.
     */
    record TokenExpiring(long expiresAtMillis) implements ServerMessage {
        @Override
        public String type() {
            return "token_expiring";
        }

        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.onTokenExpiring(this);
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
            @Nullable Long to) implements ServerMessage {
        @Override
        public String type() {
            return "lag";
        }

        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.onLag(this);
        }
    }

    /**
     * A publication whose shape is its publisher's own.
     *
     * @param type the field {@code type}, or {@code message}
     * @param serverTimeMicros Unix time at which the gateway numbered it
     * @param timestamp the field as it stands when it is a string
     * @param body every other field, {@code type} and {@code timestamp} included
     */
    record PublicationMessage(
            String type,
            String channel,
            long offset,
            long serverTimeMicros,
            @Nullable String timestamp,
            MessageBody body)
            implements ServerMessage {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.onPublicationMessage(this);
        }
    }

    /** One method per kind: a new kind does not compile until every handler answers it. */
    interface Handler<R> {
        R onWelcome(Welcome welcome);

        R onPong(Pong pong);

        R onSubscriptionConfirmed(SubscriptionConfirmed subscriptionConfirmed);

        R onSubscriptionsConfirmed(SubscriptionsConfirmed subscriptionsConfirmed);

        R onUnsubscriptionConfirmed(UnsubscriptionConfirmed unsubscriptionConfirmed);

        R onUnsubscriptionsConfirmed(UnsubscriptionsConfirmed unsubscriptionsConfirmed);

        R onPublishConfirmed(PublishConfirmed publishConfirmed);

        R onErrorMessage(ErrorMessage errorMessage);

        R onChartRemoved(ChartRemoved chartRemoved);

        R onNotificationsList(NotificationsList notificationsList);

        R onNotificationRead(NotificationRead notificationRead);

        R onAckConfirmed(AckConfirmed ackConfirmed);

        R onAuthenticated(Authenticated authenticated);

        R onBacktestProgressUpdate(BacktestProgressUpdate backtestProgressUpdate);

        R onChartUpdate(ChartUpdate chartUpdate);

        R onNotification(Notification notification);

        R onSystemStatusUpdate(SystemStatusUpdate systemStatusUpdate);

        R onServerShutdown(ServerShutdown serverShutdown);

        R onTokenExpiring(TokenExpiring tokenExpiring);

        R onLag(Lag lag);

        R onPublicationMessage(PublicationMessage publicationMessage);
    }
}
