package io.tickgate.core.e2e;

import io.tickgate.core.transport.http.RawHttpClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Asks a gateway's admin listener, over TCP or a Unix socket, one request a connection. */
final class AdminClient {
    private final SocketAddress address;

    AdminClient(SocketAddress address) {
        this.address = address;
    }

    HttpAnswer get(String pathAndQuery, String... fields) {
        return request("GET " + pathAndQuery, "", fields);
    }

    HttpAnswer delete(String pathAndQuery, String... fields) {
        return request("DELETE " + pathAndQuery, "", fields);
    }

    /** @param methodAndTarget the body is JSON, or none where it is empty */
    HttpAnswer request(String methodAndTarget, String body, String... fields) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        String head = RawHttpClient.head(methodAndTarget, fields) + "Connection: close\r\n"
                + (body.isEmpty() ? "" : "Content-Type: application/json\r\nContent-Length: " + bytes.length + "\r\n")
                + "\r\n";
        return exchange(head + body);
    }

    HttpAnswer exchange(String request) {
        try (SocketChannel channel = open()) {
            ByteBuffer out = ByteBuffer.wrap(request.getBytes(StandardCharsets.UTF_8));
            while (out.hasRemaining()) {
                channel.write(out);
            }
            ByteBuffer in = ByteBuffer.allocate(1 << 20);
            while (channel.read(in) >= 0 && in.hasRemaining()) {
                // To the end.
            }
            return parse(new String(in.array(), 0, in.position(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A connection that had an answer and stays. */
    SocketChannel served() throws IOException {
        SocketChannel channel = open();
        channel.write(
                ByteBuffer.wrap((RawHttpClient.head("GET /health/live") + "\r\n").getBytes(StandardCharsets.UTF_8)));
        ByteBuffer in = ByteBuffer.allocate(1 << 12);
        while (!new String(in.array(), 0, in.position(), StandardCharsets.UTF_8).endsWith("}")) {
            channel.read(in);
        }
        return channel;
    }

    private SocketChannel open() throws IOException {
        SocketChannel channel = address instanceof InetSocketAddress
                ? SocketChannel.open()
                : SocketChannel.open(StandardProtocolFamily.UNIX);
        channel.connect(
                address instanceof InetSocketAddress ? address : UnixDomainSocketAddress.of(address.toString()));
        return channel;
    }

    private static HttpAnswer parse(String text) {
        int end = text.indexOf("\r\n\r\n");
        List<String> lines = List.of(text.substring(0, end).split("\r\n", -1));
        return new HttpAnswer(
                Integer.parseInt(lines.get(0).substring(9, 12)),
                lines.subList(1, lines.size()),
                text.substring(end + 4));
    }

    /** Every item of a list, page by page. */
    List<Map<String, Object>> all(String path, String list, int limit) {
        List<Map<String, Object>> items = new ArrayList<>();
        String cursor = "";
        do {
            Map<String, Object> page = get(path + (path.contains("?") ? "&" : "?") + "limit=" + limit + cursor)
                    .json();
            items.addAll(Json.children(page, list));
            cursor = page.containsKey("next") ? "&cursor=" + page.get("next") : null;
        } while (cursor != null);
        return items;
    }
}
