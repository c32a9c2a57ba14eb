package io.tickgate.protocol.codec;

import static io.tickgate.protocol.codec.CommandFields.ID;
import static io.tickgate.protocol.codec.CommandFields.TYPE;

import io.tickgate.protocol.message.BandwidthLimits;
import io.tickgate.protocol.message.ChannelRequest;
import io.tickgate.protocol.message.ClientMessage;
import io.tickgate.protocol.message.Priority;
import io.tickgate.protocol.message.Resume;
import io.tickgate.protocol.message.SetChannels;
import io.tickgate.protocol.message.SetLimits;
import io.tickgate.protocol.message.Since;
import io.tickgate.protocol.message.SubscribeOptions;
import io.tickgate.protocol.wire.WireWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes commands, on the client's side. The id comes last, where the examples of the protocol have it. */
final class CommandWriter implements ClientMessage.Handler<Boolean> {
    private final FieldWriter out;

    CommandWriter(FieldWriter out) {
        this.out = out;
    }

    @Override
    public Boolean onPing(ClientMessage.Ping m) {
        begin(m, 0, m.t0());
        out.number(CommandFields.T0, m.t0());
        return end(m);
    }

    @Override
    public Boolean onSubscribe(ClientMessage.Subscribe m) {
        Boolean ack = m.ack() ? true : null;
        begin(m, 1, m.since(), ack, m.options())
                .channels(m.channels(), m.list())
                .since(m.since());
        out.flag(CommandFields.ACK, ack);
        return options(m.options()).end(m);
    }

    private CommandWriter options(@Nullable SubscribeOptions options) {
        if (options != null) {
            out.out().name(CommandFields.OPTIONS.name());
            OptionsCodec.write(options, out.out());
        }
        return this;
    }

    @Override
    public Boolean onSetChannels(SetChannels m) {
        Boolean ack = m.ack() ? true : null;
        begin(m, 2, ack, m.options());
        out.text(CommandFields.FAMILY, m.family());
        channels(m.channels(), true);
        out.flag(CommandFields.ACK, ack);
        return options(m.options()).end(m);
    }

    @Override
    public Boolean onSetLimits(SetLimits m) {
        BandwidthLimits wish = m.wish();
        begin(m, 0, wish.maxKbps(), wish.maxHz());
        out.number(CommandFields.MAX_KBPS, LimitsCodec.number(wish.maxKbps())).real(CommandFields.MAX_HZ, wish.maxHz());
        return end(m);
    }

    @Override
    public Boolean onResume(Resume m) {
        begin(m, 2);
        out.text(CommandFields.TOKEN, m.token());
        WireWriter wire = out.out();
        wire.name(CommandFields.SUBSCRIPTIONS.name())
                .beginArray(m.subscriptions().size());
        for (ChannelRequest request : m.subscriptions()) {
            int fields =
                    (request.since() == null ? 0 : 1) + (request.ack() ? 1 : 0) + (request.options() == null ? 0 : 1);
            wire.beginObject(1 + fields);
            out.text(CommandFields.CHANNEL, request.channel());
            since(request.since());
            out.flag(CommandFields.ACK, request.ack() ? true : null);
            options(request.options());
            wire.endObject();
        }
        wire.endArray();
        return end(m);
    }

    @Override
    public Boolean onUnsubscribe(ClientMessage.Unsubscribe m) {
        return begin(m, 1).channels(m.channels(), m.list()).end(m);
    }

    @Override
    public Boolean onSubscribeChart(ClientMessage.SubscribeChart m) {
        Long history = m.history() == 0 ? null : (Long) (long) m.history();
        begin(m, 1, history);
        out.text(CommandFields.SYMBOL, m.symbol()).number(CommandFields.HISTORY, history);
        return end(m);
    }

    @Override
    public Boolean onUnsubscribeChart(ClientMessage.UnsubscribeChart m) {
        return only(m, CommandFields.SYMBOL, m.symbol());
    }

    @Override
    public Boolean onRemoveChart(ClientMessage.RemoveChart m) {
        return only(m, CommandFields.SYMBOL, m.symbol());
    }

    @Override
    public Boolean onRequestBacktestProgress(ClientMessage.RequestBacktestProgress m) {
        return only(m, CommandFields.TASK_ID, m.taskId());
    }

    @Override
    public Boolean onGetNotifications(ClientMessage.GetNotifications m) {
        begin(m, 1);
        out.number(CommandFields.LIMIT, (long) m.limit());
        return end(m);
    }

    @Override
    public Boolean onMarkNotificationRead(ClientMessage.MarkNotificationRead m) {
        return only(m, CommandFields.NOTIFICATION_ID, m.notificationId());
    }

    @Override
    public Boolean onAck(ClientMessage.Ack m) {
        begin(m, 2);
        out.text(CommandFields.CHANNEL, m.channel()).number(CommandFields.OFFSET, m.offset());
        return end(m);
    }

    @Override
    public Boolean onPublish(ClientMessage.Publish m) {
        Priority priority = m.priority();
        begin(m, 2, priority, m.conflate(), m.idempotencyKey());
        out.text(CommandFields.CHANNEL, m.channel()).body(CommandFields.MESSAGE, m.message());
        out.text(CommandFields.PRIORITY, priority == null ? null : priority.name());
        out.flag(CommandFields.CONFLATE, m.conflate());
        out.text(CommandFields.IDEMPOTENCY_KEY, m.idempotencyKey());
        return end(m);
    }

    @Override
    public Boolean onPublishBacktestProgress(ClientMessage.PublishBacktestProgress m) {
        begin(m, 2);
        out.text(CommandFields.TASK_ID, m.taskId()).body(CommandFields.DATA, m.data());
        return end(m);
    }

    @Override
    public Boolean onPublishChart(ClientMessage.PublishChart m) {
        begin(m, 2, m.updateType());
        out.text(CommandFields.SYMBOL, m.symbol()).text(CommandFields.UPDATE_TYPE, m.updateType());
        out.list(CommandFields.DATA_POINTS, m.dataPoints());
        return end(m);
    }

    @Override
    public Boolean onPublishNotification(ClientMessage.PublishNotification m) {
        begin(m, 1);
        out.body(CommandFields.NOTIFICATION, m.notification());
        return end(m);
    }

    @Override
    public Boolean onPublishSystemStatus(ClientMessage.PublishSystemStatus m) {
        begin(m, 1);
        out.body(CommandFields.STATUS, m.status());
        return end(m);
    }

    @Override
    public Boolean onAuthenticate(ClientMessage.Authenticate m) {
        return only(m, CommandFields.TOKEN, m.token());
    }

    private Boolean only(ClientMessage m, Field field, String value) {
        begin(m, 1);
        out.text(field, value);
        return end(m);
    }

    private CommandWriter begin(ClientMessage m, int required, @Nullable Object... optional) {
        out.begin(TYPE, m.type(), required + (m.id() == null ? 0 : 1), optional);
        return this;
    }

    private Boolean end(ClientMessage m) {
        out.id(ID, m.id()).end();
        return true;
    }

    private CommandWriter channels(List<String> channels, boolean list) {
        if (!list) {
            out.text(CommandFields.CHANNEL, channels.get(0));
            return this;
        }
        WireWriter wire = out.out();
        wire.name(CommandFields.CHANNELS.name()).beginArray(channels.size());
        for (String channel : channels) {
            wire.string(channel);
        }
        wire.endArray();
        return this;
    }

    private CommandWriter since(@Nullable Since since) {
        if (since != null) {
            out.out().name(CommandFields.SINCE.name());
            PositionCodec.write(since, out.out());
        }
        return this;
    }
}
