package io.tickgate.protocol.codec;

import io.tickgate.protocol.message.ChannelNames;
import io.tickgate.protocol.message.ChannelRequest;
import io.tickgate.protocol.message.Since;
import io.tickgate.protocol.message.SubscribeOptions;
import io.tickgate.protocol.wire.WireException;
import io.tickgate.protocol.wire.WireReader;
import io.tickgate.protocol.wire.WireReader.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the subscriptions that a client wants back. Each of them is read with the rules of a command that subscribes, and a
 * fault is named by its place, such as {@code subscriptions[2].since.offset}.
 */
final class SubscriptionsReader {
    private static final FieldTable TABLE = new FieldTable();
    private static final Field CHANNEL = TABLE.add("channel", Shape.TEXT, 1, ChannelNames.CHARS_MAX);
    private static final Field SINCE = TABLE.add("since", Shape.POSITION);
    private static final Field OPTIONS = TABLE.add("options", Shape.OPTIONS);
    private static final Field ACK = TABLE.add("ack", Shape.BOOLEAN);

    private final FieldReader fields = new FieldReader(TABLE);
    private final FieldValues values = new FieldValues(TABLE);
    private @Nullable String faultPath;
    private String faultRule = "";

    /** Reads the array that was met to its end, whatever is in it. @return whether its count is within bounds */
    boolean read(Field field, WireReader in, FieldValues into) throws WireException {
        faultPath = null;
        List<ChannelRequest> requests = new ArrayList<>();
        Set<String> channels = new HashSet<>();
        int count = 0;
        for (Kind kind = in.nextElement(); kind != null; kind = in.nextElement()) {
            String path = field.name() + '[' + count + ']';
            ChannelRequest request = null;
            if (kind != Kind.OBJECT) {
                in.skip();
                refuse(path, "must be an object");
            } else {
                request = element(path, in, into);
            }
            if (request != null && !channels.add(request.channel())) {
                refuse(path + '.' + CHANNEL.name(), "stands twice");
            }
            if (request != null && count < field.most()) {
                requests.add(request);
            }
            count++;
        }
        if (faultPath != null) {
            into.fault(field, faultPath, faultRule);
            return true;
        }
        return count >= field.least() && count <= field.most() && into.set(field, 0, List.copyOf(requests));
    }

    private @Nullable ChannelRequest element(String path, WireReader in, FieldValues into) throws WireException {
        values.clear();
        fields.read(in, values);
        String twice = values.duplicate();
        if (twice != null) {
            into.duplicate(path + '.' + twice);
        }
        try {
            String channel = values.text(CHANNEL);
            Since since = values.optional(SINCE, Since.class);
            boolean ack = values.flag(ACK);
            SubscribeOptions options = SubscriptionRules.options(values, OPTIONS, since, ack);
            SubscriptionRules.requireOwn(values, since, channel);
            return new ChannelRequest(channel, since, ack, options);
        } catch (WireException e) {
            String named = '"' + e.field() + "\" ";
            refuse(path + '.' + e.field(), e.text().startsWith(named) ? e.text().substring(named.length()) : e.text());
            return null;
        }
    }

    private void refuse(String path, String rule) {
        if (faultPath == null) {
            faultPath = path;
            faultRule = rule;
        }
    }
}
