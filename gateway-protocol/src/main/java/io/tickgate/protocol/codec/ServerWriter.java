package io.tickgate.protocol.codec;

import static io.tickgate.protocol.codec.ServerFields.CHANNEL;
import static io.tickgate.protocol.codec.ServerFields.ID;
import static io.tickgate.protocol.codec.ServerFields.OFFSET;
import static io.tickgate.protocol.codec.ServerFields.SERVER_TIME;
import static io.tickgate.protocol.codec.ServerFields.SYMBOL;
import static io.tickgate.protocol.codec.ServerFields.TIMESTAMP;
import static io.tickgate.protocol.codec.ServerFields.TYPE;

import io.tickgate.protocol.message.ChannelPosition;
import io.tickgate.protocol.message.ChannelsSet;
import io.tickgate.protocol.message.CommandId;
import io.tickgate.protocol.message.LimitsGranted;
import io.tickgate.protocol.message.NoticeMessage;
import io.tickgate.protocol.message.PingTimes;
import io.tickgate.protocol.message.Resumed;
import io.tickgate.protocol.message.ServerMessage;
import io.tickgate.protocol.message.SnapshotPage;
import io.tickgate.protocol.message.SubscribeOptions;
import io.tickgate.protocol.message.UpdateMessage;
import io.tickgate.protocol.message.WireFormat;
import io.tickgate.protocol.wire.PublicationEncoder;
import io.tickgate.protocol.wire.WireBuffer;
import io.tickgate.protocol.wire.WireException;
import io.tickgate.protocol.wire.WireWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes the gateway's messages: {@code type} first, then what it says, the time, and the command's id last. */
final class ServerWriter implements ServerMessage.Handler<Boolean> {
    private static final PublicationEncoder PUBLICATIONS = new PublicationEncoder();

    private final FieldWriter out;

    ServerWriter(FieldWriter out) {
        this.out = out;
    }

    @Override
    public Boolean onWelcome(ServerMessage.Welcome m) {
        begin(m, 8, m.epoch(), m.resumeToken())
                .text(ServerFields.CONNECTION_ID, m.connectionId())
                .time(TIMESTAMP, m.timestampMillis())
                .micros(SERVER_TIME, m.serverTimeMicros())
                .text(ServerFields.EPOCH, m.epoch())
                .text(ServerFields.RESUME_TOKEN, m.resumeToken())
                .real(ServerFields.HEARTBEAT_INTERVAL, m.heartbeatIntervalSeconds())
                .real(ServerFields.IDLE_TIMEOUT, m.idleTimeoutSeconds())
                .number(ServerFields.MAX_MESSAGE_BYTES, (long) m.messageBytesMax())
                .text(ServerFields.PROTOCOL, m.protocol())
                .text(ServerFields.VERSION, m.version())
                .end();
        return true;
    }

    @Override
    public Boolean onPong(ServerMessage.Pong m) {
        PingTimes times = m.times();
        begin(m, times == null ? 1 : 4, m.id());
        if (times != null) {
            out.number(ServerFields.T0, times.t0())
                    .number(ServerFields.T1, times.t1())
                    .number(ServerFields.T2, times.t2());
        }
        return end(out, m.timestampMillis(), m.id());
    }

    @Override
    public Boolean onSubscriptionConfirmed(ServerMessage.SubscriptionConfirmed m) {
        ChannelPosition own = m.own();
        int ownFields = own == null ? 0 : 2;
        Boolean userRecovered = own == null ? null : own.recovered();
        String userReason = own == null ? null : own.reason();
        SubscribeOptions userGranted = own == null ? null : own.granted();
        begin(
                        m,
                        4 + ownFields,
                        m.symbol(),
                        m.recovered(),
                        m.reason(),
                        userRecovered,
                        userReason,
                        m.granted(),
                        userGranted,
                        m.id())
                .text(CHANNEL, m.channel())
                .text(SYMBOL, m.symbol())
                .text(ServerFields.EPOCH, m.position().epoch())
                .number(OFFSET, m.position().offset())
                .flag(ServerFields.RECOVERED, m.recovered())
                .text(ServerFields.REASON, m.reason());
        if (own != null) {
            out.text(ServerFields.USER_CHANNEL, own.channel())
                    .number(ServerFields.USER_OFFSET, own.position().offset())
                    .flag(ServerFields.USER_RECOVERED, userRecovered)
                    .text(ServerFields.USER_REASON, userReason);
        }
        options(ServerFields.GRANTED, m.granted());
        options(ServerFields.USER_GRANTED, userGranted);
        return end(out, m.timestampMillis(), m.id());
    }

    private void options(Field field, @Nullable SubscribeOptions granted) {
        if (granted != null) {
            out.out().name(field.name());
            OptionsCodec.write(granted, out.out());
        }
    }

    @Override
    public Boolean onSubscriptionsConfirmed(ServerMessage.SubscriptionsConfirmed m) {
        begin(m, 2, m.id());
        lines(ServerFields.CHANNELS, m.channels());
        return end(out, m.timestampMillis(), m.id());
    }

    @Override
    public Boolean onResumed(Resumed m) {
        begin(m, 2, m.id());
        lines(ServerFields.CHANNELS, m.channels());
        return end(out, m.timestampMillis(), m.id());
    }

    @Override
    public Boolean onChannelsSet(ChannelsSet m) {
        begin(m, 4, m.id()).text(ServerFields.FAMILY, m.family());
        lines(ServerFields.ADDED, m.added());
        names(ServerFields.REMOVED, m.removed());
        return end(out, m.timestampMillis(), m.id());
    }

    @Override
    public Boolean onLimitsGranted(LimitsGranted m) {
        begin(m, 3, m.id());
        out.out().name(ServerFields.GRANTED.name());
        LimitsCodec.write(m.granted(), out.out());
        out.out().name(ServerFields.CAPS.name());
        LimitsCodec.write(m.caps(), out.out());
        return end(out, m.timestampMillis(), m.id());
    }

    private void lines(Field field, List<ChannelPosition> lines) {
        WireWriter wire = out.out();
        wire.name(field.name()).beginArray(lines.size());
        for (ChannelPosition line : lines) {
            PositionCodec.write(line, wire);
        }
        wire.endArray();
    }

    private void names(Field field, List<String> names) {
        WireWriter wire = out.out();
        wire.name(field.name()).beginArray(names.size());
        for (String name : names) {
            wire.string(name);
        }
        wire.endArray();
    }

    @Override
    public Boolean onUnsubscriptionConfirmed(ServerMessage.UnsubscriptionConfirmed m) {
        begin(m, 2, m.symbol(), m.id()).text(CHANNEL, m.channel()).text(SYMBOL, m.symbol());
        return end(out, m.timestampMillis(), m.id());
    }

    @Override
    public Boolean onUnsubscriptionsConfirmed(ServerMessage.UnsubscriptionsConfirmed m) {
        begin(m, 2, m.id());
        names(ServerFields.CHANNELS, m.channels());
        return end(out, m.timestampMillis(), m.id());
    }

    @Override
    public Boolean onPublishConfirmed(ServerMessage.PublishConfirmed m) {
        Boolean conflated = m.conflated() ? true : null;
        Boolean duplicate = m.duplicate() ? true : null;
        begin(m, 4, m.notificationId(), conflated, duplicate, m.id())
                .text(CHANNEL, m.channel())
                .number(OFFSET, m.offset())
                .number(ServerFields.RECIPIENT_COUNT, m.recipientCount())
                .text(ServerFields.NOTIFICATION_ID, m.notificationId())
                .flag(ServerFields.CONFLATED, conflated)
                .flag(ServerFields.DUPLICATE, duplicate);
        return end(out, m.timestampMillis(), m.id());
    }

    @Override
    public Boolean onErrorMessage(ServerMessage.ErrorMessage m) {
        begin(m, 3, m.command(), m.field(), m.channel(), m.taskId(), m.symbol(), m.retryAfterSeconds(), m.id())
                .text(ServerFields.CODE, m.code().wireName())
                .text(ServerFields.ERROR, m.text())
                .text(ServerFields.COMMAND, m.command())
                .text(ServerFields.FIELD, m.field())
                .text(CHANNEL, m.channel())
                .text(ServerFields.TASK_ID, m.taskId())
                .text(SYMBOL, m.symbol())
                .real(ServerFields.RETRY_AFTER, m.retryAfterSeconds());
        return end(out, m.timestampMillis(), m.id());
    }

    @Override
    public Boolean onChartRemoved(ServerMessage.ChartRemoved m) {
        begin(m, 2, m.id()).text(SYMBOL, m.symbol());
        return end(out, m.timestampMillis(), m.id());
    }

    @Override
    public Boolean onNotificationsList(ServerMessage.NotificationsList m) {
        Boolean more = m.more() ? true : null;
        begin(m, 3, more, m.id())
                .list(ServerFields.NOTIFICATIONS, m.notifications())
                .number(ServerFields.UNREAD, (long) m.unread())
                .flag(ServerFields.MORE, more);
        return end(out, m.timestampMillis(), m.id());
    }

    @Override
    public Boolean onNotificationRead(ServerMessage.NotificationRead m) {
        begin(m, 3, m.id())
                .text(ServerFields.NOTIFICATION_ID, m.notificationId())
                .time(ServerFields.READ_AT, m.readAtMillis());
        return end(out, m.timestampMillis(), m.id());
    }

    @Override
    public Boolean onAckConfirmed(ServerMessage.AckConfirmed m) {
        begin(m, 3, m.id()).text(CHANNEL, m.channel()).number(OFFSET, m.offset());
        return end(out, m.timestampMillis(), m.id());
    }

    @Override
    public Boolean onAuthenticated(ServerMessage.Authenticated m) {
        Long expiresAt = m.expiresAtMillis();
        begin(m, 1, m.userId(), expiresAt, m.resumeToken(), m.id()).text(ServerFields.USER_ID, m.userId());
        if (expiresAt != null) {
            out.time(ServerFields.EXPIRES_AT, expiresAt);
        }
        out.text(ServerFields.RESUME_TOKEN, m.resumeToken());
        return end(out, m.timestampMillis(), m.id());
    }

    @Override
    public Boolean onSnapshotPage(SnapshotPage m) {
        begin(m, 4)
                .text(CHANNEL, m.channel())
                .number(ServerFields.PAGE, (long) m.page())
                .flag(ServerFields.LAST, m.last())
                .list(ServerFields.ITEMS, m.items())
                .end();
        return true;
    }

    @Override
    public Boolean onBacktestProgressUpdate(UpdateMessage.BacktestProgressUpdate m) {
        begin(m, 3 + fields(m.delivery()), m.id())
                .text(ServerFields.TASK_ID, m.taskId())
                .body(ServerFields.DATA, m.data());
        return delivered(m.delivery(), m.timestampMillis()).endWith(m.id());
    }

    @Override
    public Boolean onChartUpdate(UpdateMessage.ChartUpdate m) {
        begin(m, 5 + fields(m.delivery()), m.id())
                .text(SYMBOL, m.symbol())
                .text(ServerFields.UPDATE_TYPE, m.updateType())
                .list(ServerFields.DATA_POINTS, m.dataPoints())
                .body(ServerFields.METADATA, m.metadata());
        return delivered(m.delivery(), m.timestampMillis()).endWith(m.id());
    }

    @Override
    public Boolean onNotification(UpdateMessage.Notification m) {
        begin(m, 2 + fields(m.delivery())).body(ServerFields.NOTIFICATION, m.notification());
        return delivered(m.delivery(), m.timestampMillis()).endWith(null);
    }

    @Override
    public Boolean onSystemStatusUpdate(UpdateMessage.SystemStatusUpdate m) {
        begin(m, 2 + fields(m.delivery())).body(ServerFields.STATUS, m.status());
        return delivered(m.delivery(), m.timestampMillis()).endWith(null);
    }

    @Override
    public Boolean onServerShutdown(NoticeMessage.ServerShutdown m) {
        begin(m, 1, m.resumeToken())
                .number(ServerFields.RECONNECT_AFTER_MS, m.reconnectAfterMillis())
                .text(ServerFields.RESUME_TOKEN, m.resumeToken())
                .end();
        return true;
    }

    @Override
    public Boolean onTokenExpiring(NoticeMessage.TokenExpiring m) {
        begin(m, 1).time(ServerFields.EXPIRES_AT, m.expiresAtMillis()).end();
        return true;
    }

    @Override
    public Boolean onUnsubscribed(NoticeMessage.Unsubscribed m) {
        begin(m, 3)
                .text(CHANNEL, m.channel())
                .text(ServerFields.REASON, m.reason())
                .time(TIMESTAMP, m.timestampMillis())
                .end();
        return true;
    }

    @Override
    public Boolean onLag(NoticeMessage.Lag m) {
        begin(m, 3, m.from(), m.to())
                .text(CHANNEL, m.channel())
                .number(ServerFields.DROPPED, m.dropped())
                .text(ServerFields.REASON, m.reason())
                .number(ServerFields.FROM, m.from())
                .number(ServerFields.TO, m.to())
                .end();
        return true;
    }

    @Override
    public Boolean onPublicationMessage(UpdateMessage.PublicationMessage m) {
        String timestamp = m.timestamp() == null ? "" : m.timestamp();
        if (timestamp.isEmpty() && !m.body().hasTimestamp()) {
            throw new IllegalArgumentException("a publication has a timestamp, in its body or beside it");
        }
        WireFormat format = out.out().format();
        WireBuffer whole = m.updateCount() == 0 ? out.out().buffer() : new WireBuffer();
        try {
            PUBLICATIONS.encode(
                    format,
                    m.body(),
                    m.channel().getBytes(StandardCharsets.UTF_8),
                    m.offset(),
                    m.serverTimeMicros(),
                    timestamp.getBytes(StandardCharsets.US_ASCII),
                    whole);
            if (m.updateCount() > 0) {
                PublicationEncoder.addCount(
                        format, whole.toBytes(), m.updateCount(), out.out().buffer());
            }
        } catch (WireException e) {
            throw FieldWriter.unchecked("body", e);
        }
        return true;
    }

    private FieldWriter begin(ServerMessage m, int required, @Nullable Object... optional) {
        return out.begin(TYPE, m.type(), required, optional);
    }

    private static int fields(UpdateMessage.@Nullable Delivery delivery) {
        return delivery == null ? 0 : 3;
    }

    private ServerWriter delivered(UpdateMessage.@Nullable Delivery delivery, long timestampMillis) {
        out.time(TIMESTAMP, timestampMillis);
        if (delivery != null) {
            out.text(CHANNEL, delivery.channel())
                    .number(OFFSET, delivery.offset())
                    .micros(SERVER_TIME, delivery.serverTimeMicros());
        }
        return this;
    }

    private Boolean endWith(@Nullable CommandId id) {
        out.id(ID, id).end();
        return true;
    }

    private static Boolean end(FieldWriter out, long timestampMillis, @Nullable CommandId id) {
        out.time(TIMESTAMP, timestampMillis).id(ID, id).end();
        return true;
    }
}
