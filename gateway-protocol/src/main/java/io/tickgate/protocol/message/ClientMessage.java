package io.tickgate.protocol.message;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A command that a client sends. Every kind reaches its handler through {@link #accept}.
 *
 * <p>Ranges named here hold for what a reader delivers; the records themselves do not check them.
 */
public sealed interface ClientMessage
        permits ClientMessage.Ping,
                ClientMessage.Subscribe,
                ClientMessage.Unsubscribe,
                ClientMessage.SubscribeChart,
                ClientMessage.UnsubscribeChart,
                ClientMessage.RemoveChart,
                ClientMessage.RequestBacktestProgress,
                ClientMessage.GetNotifications,
                ClientMessage.MarkNotificationRead,
                ClientMessage.Ack,
                ClientMessage.Publish,
                ClientMessage.PublishBacktestProgress,
                ClientMessage.PublishChart,
                ClientMessage.PublishNotification,
                ClientMessage.PublishSystemStatus,
                ClientMessage.Authenticate,
                SetChannels,
                SetLimits,
                Resume {
    /** What {@link #type} may be. */
    List<String> TYPES = List.of(
            "ping",
            "subscribe",
            "unsubscribe",
            "set_channels",
            "resume",
            "set_limits",
            "subscribe_chart",
            "unsubscribe_chart",
            "remove_chart",
            "request_backtest_progress",
            "get_notifications",
            "mark_notification_read",
            "ack",
            "publish",
            "publish_backtest_progress",
            "publish_chart",
            "publish_notification",
            "publish_system_status",
            "authenticate");

    /** The id that the one answer carries back, or null when the client gave none. */
    @Nullable
    CommandId id();

    /** The wire's word for this kind, such as {@code subscribe}. */
    String type();

    <R> R accept(Handler<R> handler);

    /**
     * Asks for a {@code pong}.
     *
     * @param t0 when the client sent it, Unix time in microseconds, 0 to 2^53-1; null for a pong without times
     */
    record Ping(@Nullable CommandId id, @Nullable Long t0) implements ClientMessage {
        /** A ping that asks for no times. */
        public Ping(@Nullable CommandId id) {
            this(id, null);
        }

        @Override
        public String type() {
            return "ping";
        }

        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.onPing(this);
        }
    }

    /**
     * Asks for the publications of one channel or of a list.
     *
     * @param channels names as the client wrote them, 1 to 500; the syntax is checked by {@link ChannelNames}
     * @param list whether the client sent {@code channels}: the answer takes the same shape
     * @param since where the client stopped reading, or null to start at the live edge; never with a list
     * @param ack whether unacknowledged publications are sent again
     * @param options null when the client sent none
     */
    record Subscribe(
            @Nullable CommandId id,
            List<String> channels,
            boolean list,
            @Nullable Since since,
            boolean ack,
            @Nullable SubscribeOptions options)
            implements ClientMessage {
        /** A subscription without options, and with no word on the user's own channel. */
        public Subscribe(
                @Nullable CommandId id, List<String> channels, boolean list, @Nullable Position since, boolean ack) {
            this(id, channels, list, since == null ? null : new Since(since), ack, null);
        }

        @Override
        public String type() {
            return "subscribe";
        }

        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.onSubscribe(this);
        }
    }

    /**
     * Ends subscriptions; what was not subscribed is confirmed all the same.
     *
     * @param list whether the client sent {@code channels}: the answer takes the same shape
     */
    record Unsubscribe(@Nullable CommandId id, List<String> channels, boolean list) implements ClientMessage {
        @Override
        public String type() {
            return "unsubscribe";
        }

        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.onUnsubscribe(this);
        }
    }

    /**
     * Subscribes to the chart of one symbol.
     *
     * @param symbol 1 to 64 characters
     * @param history points wanted at once, 0 to 1000
     */
    record SubscribeChart(@Nullable CommandId id, String symbol, int history) implements ClientMessage {
        @Override
        public String type() {
            return "subscribe_chart";
        }

        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.onSubscribeChart(this);
        }
    }

    /**
     * Ends the subscription to the chart of one symbol.
     *
     * @param symbol 1 to 64 characters
     */
    record UnsubscribeChart(@Nullable CommandId id, String symbol) implements ClientMessage {
        @Override
        public String type() {
            return "unsubscribe_chart";
        }

        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.onUnsubscribeChart(this);
        }
    }

    /**
     * Deletes the chart of one symbol; needs the right to publish.
     *
     * @param symbol 1 to 64 characters
     */
    record RemoveChart(@Nullable CommandId id, String symbol) implements ClientMessage {
        @Override
        public String type() {
            return "remove_chart";
        }

        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.onRemoveChart(this);
        }
    }

    /**
     * Asks for the state of one backtest.
     *
     * @param taskId 1 to 128 characters
     */
    record RequestBacktestProgress(@Nullable CommandId id, String taskId) implements ClientMessage {
        @Override
        public String type() {
            return "request_backtest_progress";
        }

        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.onRequestBacktestProgress(this);
        }
    }

    /**
     * Asks for the newest notifications.
     *
     * @param limit 1 to 500
     */
    record GetNotifications(@Nullable CommandId id, int limit) implements ClientMessage {
        @Override
        public String type() {
            return "get_notifications";
        }

        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.onGetNotifications(this);
        }
    }

    /**
     * Marks one notification as read.
     *
     * @param notificationId 1 to 128 characters
     */
    record MarkNotificationRead(@Nullable CommandId id, String notificationId) implements ClientMessage {
        @Override
        public String type() {
            return "mark_notification_read";
        }

        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.onMarkNotificationRead(this);
        }
    }

    /**
     * Acknowledges every publication of a channel up to an offset.
     *
     * @param offset cumulative, at least 0
     */
    record Ack(@Nullable CommandId id, String channel, long offset) implements ClientMessage {
        @Override
        public String type() {
            return "ack";
        }

        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.onAck(this);
        }
    }

    /**
     * Publishes a message of any shape.
     *
     * @param priority null when the publisher left it open
     * @param conflate null when the publisher left it open
     * @param idempotencyKey as {@link IdempotencyKeys} says; null for none
     */
    record Publish(
            @Nullable CommandId id,
            String channel,
            MessageBody message,
            @Nullable Priority priority,
            @Nullable Boolean conflate,
            @Nullable String idempotencyKey)
            implements ClientMessage {
        /** A publication that is not to be sent again. */
        public Publish(
                @Nullable CommandId id,
                String channel,
                MessageBody message,
                @Nullable Priority priority,
                @Nullable Boolean conflate) {
            this(id, channel, message, priority, conflate, null);
        }

        @Override
        public String type() {
            return "publish";
        }

        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.onPublish(this);
        }
    }

    /**
     * Publishes a part or all of a backtest's progress.
     *
     * @param taskId 1 to 128 characters
     * @param data opaque here: the fields present replace the old ones
     */
    record PublishBacktestProgress(@Nullable CommandId id, String taskId, MessageBody data) implements ClientMessage {
        @Override
        public String type() {
            return "publish_backtest_progress";
        }

        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.onPublishBacktestProgress(this);
        }
    }

    /**
     * Publishes points of a chart.
     *
     * @param symbol 1 to 64 characters
     * @param updateType add, update or batch; null when the publisher leaves it to the gateway
     * @param dataPoints opaque here, so that prices are never printed again
     */
    record PublishChart(
            @Nullable CommandId id, String symbol, @Nullable String updateType, OpaqueList dataPoints)
            implements ClientMessage {
        @Override
        public String type() {
            return "publish_chart";
        }

        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.onPublishChart(this);
        }
    }

    /**
     * Publishes a notification.
     *
     * @param notification opaque here
     */
    record PublishNotification(@Nullable CommandId id, MessageBody notification) implements ClientMessage {
        @Override
        public String type() {
            return "publish_notification";
        }

        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.onPublishNotification(this);
        }
    }

    /**
     * Publishes fields of the system status.
     *
     * @param status opaque here; partial
     */
    record PublishSystemStatus(@Nullable CommandId id, MessageBody status) implements ClientMessage {
        @Override
        public String type() {
            return "publish_system_status";
        }

        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.onPublishSystemStatus(this);
        }
    }

    /**
     * Presents a token, at the start or to renew one.
     *
     * @param token never logged; 1 to 8192 characters
     */
    record Authenticate(@Nullable CommandId id, String token) implements ClientMessage {
        @Override
        public String type() {
            return "authenticate";
        }

        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.onAuthenticate(this);
        }
    }

    /** One method per kind: a new kind does not compile until every handler answers it. */
    interface Handler<R> {
        R onPing(Ping ping);

        R onSubscribe(Subscribe subscribe);

        R onUnsubscribe(Unsubscribe unsubscribe);

        R onSetChannels(SetChannels setChannels);

        R onSetLimits(SetLimits setLimits);

        R onResume(Resume resume);

        R onSubscribeChart(SubscribeChart subscribeChart);

        R onUnsubscribeChart(UnsubscribeChart unsubscribeChart);

        R onRemoveChart(RemoveChart removeChart);

        R onRequestBacktestProgress(RequestBacktestProgress requestBacktestProgress);

        R onGetNotifications(GetNotifications getNotifications);

        R onMarkNotificationRead(MarkNotificationRead markNotificationRead);

        R onAck(Ack ack);

        R onPublish(Publish publish);

        R onPublishBacktestProgress(PublishBacktestProgress publishBacktestProgress);

        R onPublishChart(PublishChart publishChart);

        R onPublishNotification(PublishNotification publishNotification);

        R onPublishSystemStatus(PublishSystemStatus publishSystemStatus);

        R onAuthenticate(Authenticate authenticate);
    }
}
