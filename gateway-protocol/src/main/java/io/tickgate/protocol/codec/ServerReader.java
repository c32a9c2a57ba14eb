package io.tickgate.protocol.codec;

import static io.tickgate.protocol.codec.ServerFields.CHANNEL;
import static io.tickgate.protocol.codec.ServerFields.OFFSET;
import static io.tickgate.protocol.codec.ServerFields.SERVER_TIME;
import static io.tickgate.protocol.codec.ServerFields.SYMBOL;
import static io.tickgate.protocol.codec.ServerFields.TIMESTAMP;

import io.tickgate.protocol.message.ChannelPosition;
import io.tickgate.protocol.message.ChannelsSet;
import io.tickgate.protocol.message.CommandId;
import io.tickgate.protocol.message.ErrorCode;
import io.tickgate.protocol.message.LimitsGranted;
import io.tickgate.protocol.message.MessageBody;
import io.tickgate.protocol.message.NoticeMessage;
import io.tickgate.protocol.message.PingTimes;
import io.tickgate.protocol.message.Position;
import io.tickgate.protocol.message.Resumed;
import io.tickgate.protocol.message.ServerMessage;
import io.tickgate.protocol.message.SnapshotPage;
import io.tickgate.protocol.message.SubscribeOptions;
import io.tickgate.protocol.message.UpdateMessage;
import io.tickgate.protocol.wire.WireException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Builds the gateway's messages out of fields, on the client's side. */
final class ServerReader {
    private ServerReader() {}

    /** The message, or null when it is a publication whose shape is its publisher's own. */
    static @Nullable ServerMessage message(FieldValues in) throws WireException {
        boolean publication = in.isGood(CHANNEL) && in.isGood(OFFSET) && in.isGood(SERVER_TIME);
        if (publication) {
            return isUpdate(in) ? update(in, delivery(in)) : null;
        }
        String type = in.text(ServerFields.TYPE);
        CommandId id = in.optional(ServerFields.ID, CommandId.class);
        return switch (type) {
            case "connection_established" -> welcome(in);
            case "pong" -> new ServerMessage.Pong(id, in.number(TIMESTAMP), times(in));
            case "subscription_confirmed" -> subscribed(id, in);
            case "unsubscription_confirmed" -> unsubscribed(id, in);
            case "channels_set" ->
                new ChannelsSet(
                        id,
                        in.text(ServerFields.FAMILY),
                        elements(in, ServerFields.ADDED, ChannelPosition.class),
                        elements(in, ServerFields.REMOVED, String.class),
                        in.number(TIMESTAMP));
            case "limits" ->
                new LimitsGranted(
                        id,
                        LimitsCodec.granted(in, ServerFields.GRANTED),
                        LimitsCodec.granted(in, ServerFields.CAPS),
                        in.number(TIMESTAMP));
            case "resumed" ->
                new Resumed(id, elements(in, ServerFields.CHANNELS, ChannelPosition.class), in.number(TIMESTAMP));
            case "publish_confirmed" ->
                new ServerMessage.PublishConfirmed(
                        id,
                        in.text(CHANNEL),
                        in.number(OFFSET),
                        in.number(ServerFields.RECIPIENT_COUNT),
                        in.optionalText(ServerFields.NOTIFICATION_ID),
                        in.flag(ServerFields.CONFLATED),
                        in.flag(ServerFields.DUPLICATE),
                        in.number(TIMESTAMP));
            case "error" -> error(id, in);
            case "chart_removed" -> new ServerMessage.ChartRemoved(id, in.text(SYMBOL), in.number(TIMESTAMP));
            case "notifications_list" ->
                new ServerMessage.NotificationsList(
                        id,
                        in.list(ServerFields.NOTIFICATIONS),
                        (int) in.number(ServerFields.UNREAD),
                        in.flag(ServerFields.MORE),
                        in.number(TIMESTAMP));
            case "notification_read" ->
                new ServerMessage.NotificationRead(
                        id,
                        in.text(ServerFields.NOTIFICATION_ID),
                        in.number(ServerFields.READ_AT),
                        in.number(TIMESTAMP));
            case "ack_confirmed" ->
                new ServerMessage.AckConfirmed(id, in.text(CHANNEL), in.number(OFFSET), in.number(TIMESTAMP));
            case "authenticated" ->
                new ServerMessage.Authenticated(
                        id,
                        in.optionalText(ServerFields.USER_ID),
                        in.optionalNumber(ServerFields.EXPIRES_AT),
                        in.optionalText(ServerFields.RESUME_TOKEN),
                        in.number(TIMESTAMP));
            case "snapshot" ->
                new SnapshotPage(
                        in.text(CHANNEL),
                        (int) in.number(ServerFields.PAGE),
                        in.flag(ServerFields.LAST),
                        in.list(ServerFields.ITEMS));
            case "server_shutdown" ->
                new NoticeMessage.ServerShutdown(
                        in.number(ServerFields.RECONNECT_AFTER_MS), in.optionalText(ServerFields.RESUME_TOKEN));
            case "token_expiring" -> new NoticeMessage.TokenExpiring(in.number(ServerFields.EXPIRES_AT));
            case "unsubscribed" ->
                new NoticeMessage.Unsubscribed(in.text(CHANNEL), in.text(ServerFields.REASON), in.number(TIMESTAMP));
            case "lag" ->
                new NoticeMessage.Lag(
                        in.text(CHANNEL),
                        in.number(ServerFields.DROPPED),
                        in.text(ServerFields.REASON),
                        in.optionalNumber(ServerFields.FROM),
                        in.optionalNumber(ServerFields.TO));
            default -> update(in, null);
        };
    }

    static ServerMessage publication(FieldValues in, MessageBody body) throws WireException {
        String type = in.textOrEmpty(ServerFields.TYPE);
        String timestamp = in.textOrEmpty(TIMESTAMP);
        return new UpdateMessage.PublicationMessage(
                type.isEmpty() ? "message" : type,
                in.text(CHANNEL),
                in.number(OFFSET),
                in.number(SERVER_TIME),
                timestamp.isEmpty() ? null : timestamp,
                in.isGood(ServerFields.UPDATE_COUNT) ? (int) in.number(ServerFields.UPDATE_COUNT) : 0,
                body);
    }

    private static UpdateMessage.Delivery delivery(FieldValues in) throws WireException {
        return new UpdateMessage.Delivery(in.text(CHANNEL), in.number(OFFSET), in.number(SERVER_TIME));
    }

    /** Whether the fields have the shape of one of the gateway's own updates: anybody may publish any {@code type}. */
    private static boolean isUpdate(FieldValues in) {
        if (!in.isGood(TIMESTAMP)) {
            return false;
        }
        return switch (in.textOrEmpty(ServerFields.TYPE)) {
            case "backtest_progress_update" -> in.isGood(ServerFields.TASK_ID) && in.isGood(ServerFields.DATA);
            case "chart_update" ->
                in.isGood(SYMBOL)
                        && in.isGood(ServerFields.UPDATE_TYPE)
                        && in.isGood(ServerFields.DATA_POINTS)
                        && in.isGood(ServerFields.METADATA);
            case "notification" -> in.isGood(ServerFields.NOTIFICATION);
            case "system_status_update" -> in.isGood(ServerFields.STATUS);
            default -> false;
        };
    }

    private static ServerMessage update(FieldValues in, UpdateMessage.@Nullable Delivery delivery)
            throws WireException {
        String type = in.text(ServerFields.TYPE);
        CommandId id = in.isGood(ServerFields.ID) ? in.optional(ServerFields.ID, CommandId.class) : null;
        return switch (type) {
            case "backtest_progress_update" ->
                new UpdateMessage.BacktestProgressUpdate(
                        id, in.text(ServerFields.TASK_ID), in.body(ServerFields.DATA), in.number(TIMESTAMP), delivery);
            case "chart_update" ->
                new UpdateMessage.ChartUpdate(
                        id,
                        in.text(SYMBOL),
                        in.text(ServerFields.UPDATE_TYPE),
                        in.list(ServerFields.DATA_POINTS),
                        in.body(ServerFields.METADATA),
                        in.number(TIMESTAMP),
                        delivery);
            case "notification" ->
                new UpdateMessage.Notification(in.body(ServerFields.NOTIFICATION), in.number(TIMESTAMP), delivery);
            case "system_status_update" ->
                new UpdateMessage.SystemStatusUpdate(in.body(ServerFields.STATUS), in.number(TIMESTAMP), delivery);
            default -> throw in.failure(ErrorCode.UNKNOWN_TYPE, "Unknown type of message", null);
        };
    }

    private static @Nullable PingTimes times(FieldValues in) throws WireException {
        return in.has(ServerFields.T0)
                ? new PingTimes(in.number(ServerFields.T0), in.number(ServerFields.T1), in.number(ServerFields.T2))
                : null;
    }

    private static ServerMessage welcome(FieldValues in) throws WireException {
        return new ServerMessage.Welcome(
                in.text(ServerFields.CONNECTION_ID),
                in.number(TIMESTAMP),
                in.number(SERVER_TIME),
                in.optionalText(ServerFields.EPOCH),
                in.optionalText(ServerFields.RESUME_TOKEN),
                in.real(ServerFields.HEARTBEAT_INTERVAL),
                in.real(ServerFields.IDLE_TIMEOUT),
                (int) in.number(ServerFields.MAX_MESSAGE_BYTES),
                in.text(ServerFields.PROTOCOL),
                in.text(ServerFields.VERSION));
    }

    private static ServerMessage subscribed(@Nullable CommandId id, FieldValues in) throws WireException {
        if (in.has(ServerFields.CHANNELS)) {
            return new ServerMessage.SubscriptionsConfirmed(
                    id, elements(in, ServerFields.CHANNELS, ChannelPosition.class), in.number(TIMESTAMP));
        }
        String epoch = in.text(ServerFields.EPOCH);
        return new ServerMessage.SubscriptionConfirmed(
                id,
                in.text(CHANNEL),
                in.optionalText(SYMBOL),
                new Position(epoch, in.number(OFFSET)),
                in.optionalFlag(ServerFields.RECOVERED),
                in.optionalText(ServerFields.REASON),
                own(in, epoch),
                in.optional(ServerFields.GRANTED, SubscribeOptions.class),
                in.number(TIMESTAMP));
    }

    private static @Nullable ChannelPosition own(FieldValues in, String epoch) throws WireException {
        String channel = in.optionalText(ServerFields.USER_CHANNEL);
        return channel == null
                ? null
                : new ChannelPosition(
                        channel,
                        new Position(epoch, in.number(ServerFields.USER_OFFSET)),
                        in.optional(ServerFields.USER_GRANTED, SubscribeOptions.class),
                        in.optionalFlag(ServerFields.USER_RECOVERED),
                        in.optionalText(ServerFields.USER_REASON));
    }

    private static ServerMessage unsubscribed(@Nullable CommandId id, FieldValues in) throws WireException {
        return in.has(ServerFields.CHANNELS)
                ? new ServerMessage.UnsubscriptionsConfirmed(
                        id, elements(in, ServerFields.CHANNELS, String.class), in.number(TIMESTAMP))
                : new ServerMessage.UnsubscriptionConfirmed(
                        id, in.text(CHANNEL), in.optionalText(SYMBOL), in.number(TIMESTAMP));
    }

    private static ServerMessage error(@Nullable CommandId id, FieldValues in) throws WireException {
        ErrorCode code = ErrorCode.ofWireName(in.text(ServerFields.CODE));
        if (code == null) {
            throw in.invalid(ServerFields.CODE, "is none that this client knows");
        }
        return new ServerMessage.ErrorMessage(
                code,
                in.text(ServerFields.ERROR),
                id,
                in.optionalText(ServerFields.COMMAND),
                in.optionalText(ServerFields.FIELD),
                in.optionalText(CHANNEL),
                in.optionalText(ServerFields.TASK_ID),
                in.optionalText(SYMBOL),
                in.optionalReal(ServerFields.RETRY_AFTER),
                in.number(TIMESTAMP));
    }

    private static <T> List<T> elements(FieldValues in, Field field, Class<T> type) throws WireException {
        List<T> elements = new ArrayList<>();
        for (Object element : in.object(field, List.class)) {
            if (!type.isInstance(element)) {
                throw in.invalid(field, "must hold elements of one kind");
            }
            elements.add(type.cast(element));
        }
        return List.copyOf(elements);
    }
}
