package io.tickgate.bench.load.dialect;

import io.tickgate.protocol.message.WireFormat;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Centrifugo's JSON protocol: several objects may stand in one message, parted by line feeds. */
final class CentrifugoDialect implements Dialect {
    private static final int CONNECT_ID = 1;
    private static final int SUBSCRIBE_ID = 2;
    private static final int PUBLISH_ID = 3;
    private static final Message EMPTY = Message.text("{}");

    private final String apiKey;

    CentrifugoDialect(String apiKey) {
        this.apiKey = apiKey;
    }

    @Override
    public String path() {
        return "/connection/websocket";
    }

    @Override
    public @Nullable String subprotocol(WireFormat format) {
        return null;
    }

    @Override
    public boolean greets() {
        return true;
    }

    @Override
    public Message hello() {
        return Message.text("{\"id\":" + CONNECT_ID + ",\"connect\":{}}");
    }

    @Override
    public List<Message> subscribe(WireFormat format, List<String> channels) {
        List<Message> commands = new ArrayList<>();
        for (String channel : channels) {
            commands.add(Message.text("{\"id\":" + SUBSCRIBE_ID + ",\"subscribe\":{\"channel\":\"" + channel + "\"}}"));
        }
        return commands;
    }

    @Override
    public Message publish(WireFormat format, String channel, byte[] payload) {
        return Message.text("{\"id\":" + PUBLISH_ID + ",\"publish\":" + publication(channel, payload) + "}");
    }

    @Override
    public byte[] publishBody(WireFormat format, String channel, byte[] payload) {
        return publication(channel, payload).getBytes(StandardCharsets.UTF_8);
    }

    private static String publication(String channel, byte[] payload) {
        return "{\"channel\":\"" + channel + "\",\"data\":" + new String(payload, StandardCharsets.UTF_8) + "}";
    }

    @Override
    public String publishPath(boolean isStream) {
        return "/api/publish";
    }

    @Override
    public Map<String, String> publishHeaders() {
        return apiKey.isEmpty() ? Map.of() : Map.of("X-API-Key", apiKey);
    }

    @Override
    public boolean joinsMessages() {
        return true;
    }

    @Override
    public void read(WireFormat format, byte[] in, int from, int to, Answers answers) {
        for (String reply : new String(in, from, to - from, StandardCharsets.UTF_8).split("\n", -1)) {
            if (reply.equals("{}")) {
                answers.onPing(EMPTY);
            } else if (reply.contains("\"error\":{")) {
                answers.onRefused(reply);
            } else if (reply.contains("\"connect\":{")) {
                answers.onReady();
            } else if (reply.contains("\"subscribe\":{")) {
                answers.onSubscribed(null, null, null);
            }
        }
    }
}
