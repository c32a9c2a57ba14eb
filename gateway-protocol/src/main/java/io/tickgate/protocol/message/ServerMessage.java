package io.tickgate.protocol.message;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A message that the gateway sends. Every kind reaches its handler through {@link #accept}.
 *
 * <p>Times are Unix time in the unit that ends the name. An optional part that is null is left out on the wire.
 */
public sealed interface ServerMessage
        permits ServerMessage.Welcome,
                ServerMessage.Pong,
                ServerMessage.SubscriptionConfirmed,
                ServerMessage.SubscriptionsConfirmed,
                ServerMessage.UnsubscriptionConfirmed,
                ServerMessage.UnsubscriptionsConfirmed,
                ServerMessage.PublishConfirmed,
                ServerMessage.ErrorMessage,
                ServerMessage.ChartRemoved,
                ServerMessage.NotificationsList,
                ServerMessage.NotificationRead,
                ServerMessage.AckConfirmed,
                ServerMessage.Authenticated,
                ChannelsSet,
                LimitsGranted,
                Resumed,
                SnapshotPage,
                UpdateMessage,
                NoticeMessage {
    /** The wire's word for this kind, such as {@code pong}. */
    String type();

    <R> R accept(Handler<R> handler);

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
     *
     * @param times null unless the ping had a {@code t0}
     */
    record Pong(
            @Nullable CommandId id,
            long timestampMillis,
            @Nullable PingTimes times) implements ServerMessage {
        /** The answer to a ping without {@code t0}. */
        public Pong(@Nullable CommandId id, long timestampMillis) {
            this(id, timestampMillis, null);
        }

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
     * @param own the topic of the user's own notifications, where the subscription brings them, too
     * @param granted null when no options were sent
     */
    record SubscriptionConfirmed(
            @Nullable CommandId id,
            String channel,
            @Nullable String symbol,
            Position position,
            @Nullable Boolean recovered,
            @Nullable String reason,
            @Nullable ChannelPosition own,
            @Nullable SubscribeOptions granted,
            long timestampMillis)
            implements ServerMessage {
        /** The answer to a command without options. */
        public SubscriptionConfirmed(
                @Nullable CommandId id,
                String channel,
                @Nullable String symbol,
                Position position,
                @Nullable Boolean recovered,
                @Nullable String reason,
                @Nullable ChannelPosition own,
                long timestampMillis) {
            this(id, channel, symbol, position, recovered, reason, own, null, timestampMillis);
        }

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
     * @param conflated whether it was merged with what follows, and {@code offset} is the last one given before; told
     *     only when it was
     * @param duplicate whether it was published before, under the same idempotency key, and {@code offset} is that one's;
     *     told only when it was
     */
    record PublishConfirmed(
            @Nullable CommandId id,
            String channel,
            long offset,
            long recipientCount,
            @Nullable String notificationId,
            boolean conflated,
            boolean duplicate,
            long timestampMillis)
            implements ServerMessage {
        /** A publication that was numbered. */
        public PublishConfirmed(
                @Nullable CommandId id,
                String channel,
                long offset,
                long recipientCount,
                @Nullable String notificationId,
                long timestampMillis) {
            this(id, channel, offset, recipientCount, notificationId, false, false, timestampMillis);
        }

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
        /** The same, with the time after which the command may be sent again. */
        public ErrorMessage withRetryAfter(double seconds) {
            return new ErrorMessage(code, text, id, command, field, channel, taskId, symbol, seconds, timestampMillis);
        }

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
     * Confirms what was shown.
     *
     * @param userId null where a key was shown, which has none
     * @param expiresAtMillis Unix time; null when it does not end
     * @param resumeToken in the place of the welcome's, where the connection had no user then
     */
    record Authenticated(
            @Nullable CommandId id,
            @Nullable String userId,
            @Nullable Long expiresAtMillis,
            @Nullable String resumeToken,
            long timestampMillis)
            implements ServerMessage {
        /** A token of the user that the connection had before. */
        public Authenticated(@Nullable CommandId id, String userId, long expiresAtMillis, long timestampMillis) {
            this(id, userId, expiresAtMillis, null, timestampMillis);
        }

        @Override
        public String type() {
            return "authenticated";
        }

        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.onAuthenticated(this);
        }
    }

    /** One method per kind: a new kind does not compile until every handler answers it. */
    interface Handler<R> {
        R onWelcome(Welcome welcome);

        R onPong(Pong pong);

        R onSubscriptionConfirmed(SubscriptionConfirmed subscriptionConfirmed);

        R onSubscriptionsConfirmed(SubscriptionsConfirmed subscriptionsConfirmed);

        R onChannelsSet(ChannelsSet channelsSet);

        R onLimitsGranted(LimitsGranted limitsGranted);

        R onResumed(Resumed resumed);

        R onUnsubscriptionConfirmed(UnsubscriptionConfirmed unsubscriptionConfirmed);

        R onUnsubscriptionsConfirmed(UnsubscriptionsConfirmed unsubscriptionsConfirmed);

        R onPublishConfirmed(PublishConfirmed publishConfirmed);

        R onErrorMessage(ErrorMessage errorMessage);

        R onChartRemoved(ChartRemoved chartRemoved);

        R onNotificationsList(NotificationsList notificationsList);

        R onNotificationRead(NotificationRead notificationRead);

        R onAckConfirmed(AckConfirmed ackConfirmed);

        R onAuthenticated(Authenticated authenticated);

        R onSnapshotPage(SnapshotPage snapshotPage);

        R onBacktestProgressUpdate(UpdateMessage.BacktestProgressUpdate backtestProgressUpdate);

        R onChartUpdate(UpdateMessage.ChartUpdate chartUpdate);

        R onNotification(UpdateMessage.Notification notification);

        R onSystemStatusUpdate(UpdateMessage.SystemStatusUpdate systemStatusUpdate);

        R onServerShutdown(NoticeMessage.ServerShutdown serverShutdown);

        R onTokenExpiring(NoticeMessage.TokenExpiring tokenExpiring);

        R onUnsubscribed(NoticeMessage.Unsubscribed unsubscribed);

        R onLag(NoticeMessage.Lag lag);

        R onPublicationMessage(UpdateMessage.PublicationMessage publicationMessage);
    }
}
