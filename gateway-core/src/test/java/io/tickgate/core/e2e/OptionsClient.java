package io.tickgate.core.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.msgpack.core.MessageBufferPacker;
import org.msgpack.core.MessagePack;

/** The JDK's client, which speaks text or binary, with encoders that are not the gateway's. */
final class OptionsClient {
    final JdkListener heard = new JdkListener();
    WebSocket socket;

    /** One that has its welcome behind it. */
    static OptionsClient connect(TestGateway gateway, String protocol) throws Exception {
        OptionsClient client = new OptionsClient();
        client.socket = gateway.httpClient()
                .newWebSocketBuilder()
                .subprotocols(protocol)
                .buildAsync(gateway.webSocketUri(), client.heard)
                .get(8, TimeUnit.SECONDS);
        assertThat(client.next()).containsEntry("type", "connection_established");
        return client;
    }

    Map<String, Object> next() throws InterruptedException {
        return heard.next();
    }

    void send(String protocol, Map<String, Object> command) throws Exception {
        if (protocol.equals("gateway.v1.json")) {
            socket.sendText(json(command), true).get(8, TimeUnit.SECONDS);
        } else {
            try (MessageBufferPacker packer = MessagePack.newDefaultBufferPacker()) {
                pack(packer, command);
                socket.sendBinary(ByteBuffer.wrap(packer.toByteArray()), true).get(8, TimeUnit.SECONDS);
            }
        }
    }

    private static String json(Object value) {
        if (value instanceof Map<?, ?> map) {
            List<String> members = new ArrayList<>();
            map.forEach((name, member) -> members.add("\"" + name + "\":" + json(member)));
            return "{" + String.join(",", members) + "}";
        } else if (value instanceof List<?> list) {
            return "[" + String.join(",", list.stream().map(OptionsClient::json).toList()) + "]";
        }
        return value instanceof String ? "\"" + value + "\"" : value.toString();
    }

    private static void pack(MessageBufferPacker packer, Object value) throws IOException {
        if (value instanceof Map<?, ?> map) {
            packer.packMapHeader(map.size());
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                packer.packString((String) entry.getKey());
                pack(packer, entry.getValue());
            }
        } else if (value instanceof List<?> list) {
            packer.packArrayHeader(list.size());
            for (Object element : list) {
                pack(packer, element);
            }
        } else if (value instanceof Boolean bool) {
            packer.packBoolean(bool);
        } else if (value instanceof Integer number) {
            packer.packInt(number);
        } else {
            packer.packString((String) value);
        }
    }
}
