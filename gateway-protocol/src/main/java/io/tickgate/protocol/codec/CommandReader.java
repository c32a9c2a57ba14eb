package io.tickgate.protocol.codec;

import io.tickgate.protocol.message.BroadcastRequest;
import io.tickgate.protocol.message.ChannelRequest;
import io.tickgate.protocol.message.ChartRequest;
import io.tickgate.protocol.message.ClientMessage;
import io.tickgate.protocol.message.CommandContext;
import io.tickgate.protocol.message.CommandId;
import io.tickgate.protocol.message.ErrorCode;
import io.tickgate.protocol.message.MessageBody;
import io.tickgate.protocol.message.Priority;
import io.tickgate.protocol.message.Resume;
import io.tickgate.protocol.message.SetChannels;
import io.tickgate.protocol.message.SetLimits;
import io.tickgate.protocol.message.Since;
import io.tickgate.protocol.wire.WireException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Builds commands out of fields. */
final class CommandReader {
    private static final int QUOTED_CHARS_MAX = 32;

    private static final Set<String> TYPES = Set.copyOf(ClientMessage.TYPES);

    private CommandReader() {}

    static ClientMessage command(FieldValues in, ErrorCode syntaxError) throws WireException {
        CommandId id = id(in);
        in.requireNoDuplicate(syntaxError);
        in.has(CommandFields.ID);
        String type = in.text(CommandFields.TYPE);
        return switch (type) {
            case "ping" -> new ClientMessage.Ping(id, in.optionalNumber(CommandFields.T0));
            case "subscribe" -> subscribe(id, in);
            case "unsubscribe" -> new ClientMessage.Unsubscribe(id, channels(in), in.has(CommandFields.CHANNELS));
            case "set_channels" -> setChannels(id, in);
            case "resume" -> new Resume(id, in.text(CommandFields.TOKEN), subscriptions(in));
            case "set_limits" -> new SetLimits(id, LimitsCodec.read(in));
            case "subscribe_chart" ->
                new ClientMessage.SubscribeChart(
                        id, in.text(CommandFields.SYMBOL), in.number(CommandFields.HISTORY, 0));
            case "unsubscribe_chart" -> new ClientMessage.UnsubscribeChart(id, in.text(CommandFields.SYMBOL));
            case "remove_chart" -> new ClientMessage.RemoveChart(id, in.text(CommandFields.SYMBOL));
            case "request_backtest_progress" ->
                new ClientMessage.RequestBacktestProgress(id, in.text(CommandFields.TASK_ID));
            case "get_notifications" ->
                new ClientMessage.GetNotifications(id, in.number(CommandFields.LIMIT, CommandFields.LIMIT_DEFAULT));
            case "mark_notification_read" ->
                new ClientMessage.MarkNotificationRead(id, in.text(CommandFields.NOTIFICATION_ID));
            case "ack" -> new ClientMessage.Ack(id, in.text(CommandFields.CHANNEL), in.number(CommandFields.OFFSET));
            case "publish" ->
                new ClientMessage.Publish(
                        id,
                        in.text(CommandFields.CHANNEL),
                        message(in),
                        in.optional(CommandFields.PRIORITY, Priority.class),
                        in.optionalFlag(CommandFields.CONFLATE),
                        in.optionalText(CommandFields.IDEMPOTENCY_KEY));
            case "publish_backtest_progress" ->
                new ClientMessage.PublishBacktestProgress(
                        id, in.text(CommandFields.TASK_ID), in.body(CommandFields.DATA));
            case "publish_chart" ->
                new ClientMessage.PublishChart(
                        id, in.text(CommandFields.SYMBOL), updateType(in), in.list(CommandFields.DATA_POINTS));
            case "publish_notification" ->
                new ClientMessage.PublishNotification(id, in.body(CommandFields.NOTIFICATION));
            case "publish_system_status" -> new ClientMessage.PublishSystemStatus(id, in.body(CommandFields.STATUS));
            case "authenticate" -> new ClientMessage.Authenticate(id, in.text(CommandFields.TOKEN));
            default -> throw in.failure(ErrorCode.UNKNOWN_TYPE, "Unknown type " + quoted(type), null);
        };
    }

    /** What is known of the command at fault: all that was read, so that it does not matter what stood before the fault. */
    static CommandContext context(FieldValues in) throws WireException {
        return new CommandContext(
                id(in),
                knownType(in),
                in.soundText(CommandFields.CHANNEL),
                in.soundText(CommandFields.TASK_ID),
                in.soundText(CommandFields.SYMBOL));
    }

    private static @Nullable CommandId id(FieldValues in) throws WireException {
        return in.isGood(CommandFields.ID) ? in.object(CommandFields.ID, CommandId.class) : null;
    }

    /** The type, if an error may repeat it. */
    private static @Nullable String knownType(FieldValues in) {
        String type = in.textOrEmpty(CommandFields.TYPE);
        return TYPES.contains(type) ? type : null;
    }

    static BroadcastRequest broadcast(FieldValues in, ErrorCode syntaxError) throws WireException {
        in.requireNoDuplicate(syntaxError);
        return new BroadcastRequest(
                in.text(CommandFields.CHANNEL),
                message(in),
                in.optional(CommandFields.PRIORITY, Priority.class),
                in.optionalFlag(CommandFields.CONFLATE),
                in.optionalText(CommandFields.EXCLUDE),
                in.optionalText(CommandFields.IDEMPOTENCY_KEY));
    }

    static ChartRequest chart(FieldValues in, ErrorCode syntaxError) throws WireException {
        in.requireNoDuplicate(syntaxError);
        return new ChartRequest(updateType(in), in.list(CommandFields.DATA_POINTS));
    }

    /** Clients branch on the type of what they receive, so a publication whose type is no word would break them. */
    private static MessageBody message(FieldValues in) throws WireException {
        MessageBody message = in.body(CommandFields.MESSAGE);
        if (!message.isTypeSound()) {
            String path = CommandFields.MESSAGE.name() + '.' + CommandFields.TYPE.name();
            throw in.failure(ErrorCode.INVALID_FIELD, '"' + path + "\" " + MessageBody.TYPE_RULE, path);
        }
        return message;
    }

    private static ClientMessage subscribe(@Nullable CommandId id, FieldValues in) throws WireException {
        List<String> channels = channels(in);
        boolean list = in.has(CommandFields.CHANNELS);
        Since since = in.optional(CommandFields.SINCE, Since.class);
        if (list && since != null) {
            throw in.invalid(CommandFields.SINCE, "does not go with a list of channels");
        }
        SubscriptionRules.requireOwn(in, since, list ? null : channels.get(0));
        boolean ack = in.flag(CommandFields.ACK);
        return new ClientMessage.Subscribe(
                id, channels, list, since, ack, SubscriptionRules.options(in, CommandFields.OPTIONS, since, ack));
    }

    private static ClientMessage setChannels(@Nullable CommandId id, FieldValues in) throws WireException {
        boolean ack = in.flag(CommandFields.ACK);
        return new SetChannels(
                id,
                in.text(CommandFields.FAMILY),
                names(in),
                ack,
                SubscriptionRules.options(in, CommandFields.OPTIONS, null, ack));
    }

    private static List<ChannelRequest> subscriptions(FieldValues in) throws WireException {
        List<ChannelRequest> requests = new ArrayList<>();
        for (Object request : in.object(CommandFields.SUBSCRIPTIONS, List.class)) {
            requests.add((ChannelRequest) request);
        }
        return List.copyOf(requests);
    }

    private static List<String> channels(FieldValues in) throws WireException {
        if (!in.has(CommandFields.CHANNELS)) {
            return List.of(in.text(CommandFields.CHANNEL));
        }
        if (in.isPresent(CommandFields.CHANNEL)) {
            throw in.invalid(CommandFields.CHANNELS, "does not go with \"channel\"");
        }
        List<String> names = names(in);
        if (names.isEmpty()) {
            throw in.invalid(CommandFields.CHANNELS, "must hold a channel");
        }
        return names;
    }

    private static List<String> names(FieldValues in) throws WireException {
        List<String> names = new ArrayList<>();
        for (Object name : in.object(CommandFields.CHANNELS, List.class)) {
            names.add((String) name);
        }
        return List.copyOf(names);
    }

    private static @Nullable String updateType(FieldValues in) throws WireException {
        String updateType = in.optionalText(CommandFields.UPDATE_TYPE);
        if (updateType != null && !ChartPointReader.isUpdateType(updateType)) {
            throw in.invalid(CommandFields.UPDATE_TYPE, ChartPointReader.UPDATE_TYPE_RULE);
        }
        return updateType;
    }

    /** A short piece of what the peer sent, in printable ASCII. */
    private static String quoted(String text) {
        StringBuilder out = new StringBuilder("\"");
        for (int i = 0; i < Math.min(text.length(), QUOTED_CHARS_MAX); i++) {
            char c = text.charAt(i);
            out.append(c < ' ' || c > '~' || c == '"' || c == '\\' ? '?' : c);
        }
        return out.append(text.length() > QUOTED_CHARS_MAX ? "…\"" : "\"").toString();
    }
}
