package io.tickgate.bench.load.dialect;

import io.tickgate.bench.load.scenario.SubscriptionsSpec;
import io.tickgate.protocol.codec.MessageReader;
import io.tickgate.protocol.codec.MessageWriter;
import io.tickgate.protocol.message.ClientMessage;
import io.tickgate.protocol.message.Filter;
import io.tickgate.protocol.message.MessageBody;
import io.tickgate.protocol.message.Position;
import io.tickgate.protocol.message.ServerMessage;
import io.tickgate.protocol.message.SubscribeOptions;
import io.tickgate.protocol.message.WireFormat;
import io.tickgate.protocol.wire.WireBuffer;
import io.tickgate.protocol.wire.WireException;
import io.tickgate.protocol.wire.WireLimits;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** This project's own protocol, in both formats. */
final class GatewayDialect implements Dialect {
    private static final int REPLY_BYTES_MAX = 1 << 20;

    private final SubscriptionsSpec subscriptions;
    private int subscribers;
    private final MessageReader reader = new MessageReader(WireLimits.DEFAULT.withMessageBytesMax(REPLY_BYTES_MAX));
    private final MessageWriter writer = new MessageWriter();
    private final OffsetField jsonOffset = OffsetField.json();
    private final OffsetField msgPackOffset = OffsetField.msgPack();

    GatewayDialect(SubscriptionsSpec subscriptions) {
        this.subscriptions = subscriptions;
    }

    @Override
    public String path() {
        return "/api/v1/websocket/ws";
    }

    @Override
    public String subprotocol(WireFormat format) {
        return format.subprotocol();
    }

    @Override
    public boolean greets() {
        return true;
    }

    @Override
    public @Nullable Message hello() {
        return null;
    }

    @Override
    public List<Message> subscribe(WireFormat format, List<String> channels) {
        SubscribeOptions options = options();
        return switch (subscriptions.by()) {
            case NAME ->
                channels.stream()
                        .map(channel -> subscribe(format, List.of(channel), false, options))
                        .toList();
            case LIST -> List.of(subscribe(format, channels, true, options));
            case FAMILY -> List.of(subscribe(format, List.of(subscriptions.family()), false, options));
        };
    }

    private Message subscribe(
            WireFormat format, List<String> channels, boolean list, @Nullable SubscribeOptions options) {
        return command(format, new ClientMessage.Subscribe(null, channels, list, null, subscriptions.ack(), options));
    }

    /** A filter that wants everything, one after the other of those there are. */
    private @Nullable SubscribeOptions options() {
        if (subscriptions.filters() == 0) {
            return null;
        }
        int filter = subscribers++ % subscriptions.filters();
        return SubscribeOptions.NONE.withFilter(
                new Filter.Compare(Filter.Relation.NE, "type", new Filter.Value.Whole(filter)));
    }

    @Override
    public Message resume(WireFormat format, String channel, Position since) {
        return command(format, new ClientMessage.Subscribe(null, List.of(channel), false, since, subscriptions.ack()));
    }

    @Override
    public Message acknowledge(WireFormat format, String channel, long offset) {
        return command(format, new ClientMessage.Ack(null, channel, offset));
    }

    @Override
    public long offsetOf(WireFormat format, byte[] in, int from, int to) {
        return (format == WireFormat.JSON ? jsonOffset : msgPackOffset).read(in, from, to);
    }

    @Override
    public Message publish(WireFormat format, String channel, byte[] payload) {
        return command(format, new ClientMessage.Publish(null, channel, body(payload), null, null));
    }

    /** A command is a body as well: a {@code type} that the request does not need is passed over. */
    @Override
    public byte[] publishBody(WireFormat format, String channel, byte[] payload) {
        return format == WireFormat.MSGPACK
                ? publish(format, channel, payload).bytes()
                : ("{\"channel\":\"" + channel + "\",\"message\":" + new String(payload, StandardCharsets.UTF_8) + "}")
                        .getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String publishPath(boolean isStream) {
        return isStream ? "/api/v1/websocket/publications" : "/api/v1/websocket/broadcast";
    }

    @Override
    public boolean joinsMessages() {
        return false;
    }

    @Override
    public void read(WireFormat format, byte[] in, int from, int to, Answers answers) {
        ServerMessage message;
        try {
            message = reader.readServer(format, in, from, to - from);
        } catch (WireException e) {
            answers.onRefused("the server sent what is no message: " + e.getMessage());
            return;
        }
        if (message instanceof ServerMessage.Welcome) {
            answers.onReady();
        } else if (message instanceof ServerMessage.SubscriptionConfirmed confirmed) {
            boolean isRefused = Boolean.FALSE.equals(confirmed.recovered());
            answers.onSubscribed(
                    confirmed.channel(), confirmed.position(), isRefused ? String.valueOf(confirmed.reason()) : null);
        } else if (message instanceof ServerMessage.SubscriptionsConfirmed confirmed) {
            confirmed.channels().forEach(line -> answers.onSubscribed(line.channel(), line.position(), null));
        } else if (message instanceof ServerMessage.ErrorMessage error) {
            answers.onRefused(error.code().wireName() + ": " + error.text());
        }
    }

    private MessageBody body(byte[] payload) {
        try {
            return reader.readBody(WireFormat.JSON, payload, 0, payload.length);
        } catch (WireException e) {
            throw new IllegalStateException("our own payload", e);
        }
    }

    private Message command(WireFormat format, ClientMessage command) {
        WireBuffer out = new WireBuffer();
        writer.write(format, command, out);
        return new Message(format == WireFormat.MSGPACK, out.toBytes());
    }
}
