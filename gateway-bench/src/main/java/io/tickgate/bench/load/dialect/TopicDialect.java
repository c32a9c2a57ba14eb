package io.tickgate.bench.load.dialect;

import io.tickgate.protocol.message.WireFormat;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code S<channel>} is answered {@code OK}; {@code P<channel> <payload>} brings the payload to who subscribed. All of it is text. */
final class TopicDialect implements Dialect {
    private static final int TEXT_SHOWN_MAX = 200;

    @Override
    public String path() {
        return "/";
    }

    @Override
    public @Nullable String subprotocol(WireFormat format) {
        return null;
    }

    @Override
    public boolean greets() {
        return false;
    }

    @Override
    public @Nullable Message hello() {
        return null;
    }

    @Override
    public List<Message> subscribe(WireFormat format, List<String> channels) {
        List<Message> commands = new ArrayList<>();
        for (String channel : channels) {
            commands.add(Message.text("S" + channel));
        }
        return commands;
    }

    @Override
    public Message publish(WireFormat format, String channel, byte[] payload) {
        return Message.text("P" + channel + " " + new String(payload, StandardCharsets.UTF_8));
    }

    @Override
    public boolean joinsMessages() {
        return false;
    }

    @Override
    public void read(WireFormat format, byte[] in, int from, int to, Answers answers) {
        String text = new String(in, from, Math.min(to - from, TEXT_SHOWN_MAX), StandardCharsets.UTF_8);
        if (text.equals("OK")) {
            answers.onSubscribed(null, null, null);
        } else if (text.startsWith("ERR")) {
            answers.onRefused(text);
        }
    }
}
