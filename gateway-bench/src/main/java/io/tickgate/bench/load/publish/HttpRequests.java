package io.tickgate.bench.load.publish;

import io.tickgate.bench.load.dialect.Dialect;
import io.tickgate.bench.load.scenario.TargetSpec;
import io.tickgate.protocol.message.WireFormat;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Requests that publish, byte for byte. */
final class HttpRequests {
    private static final byte[] LINE_END = {'\r', '\n'};

    private HttpRequests() {}

    /** One publication, one request. */
    static byte[] whole(TargetSpec target, Dialect dialect, WireFormat format, byte[] body) {
        String type = format == WireFormat.MSGPACK ? "application/msgpack" : "application/json";
        return join(
                ascii(head(target, dialect, dialect.publishPath(false), type) + "Content-Length: " + body.length
                        + "\r\n\r\n"),
                body);
    }

    /** The beginning of a request whose body goes on as long as the run does. */
    static byte[] streamHead(TargetSpec target, Dialect dialect) {
        return ascii(head(target, dialect, dialect.publishPath(true), "application/x-ndjson")
                + "Transfer-Encoding: chunked\r\n\r\n");
    }

    /** One line of such a body, as a chunk. */
    static byte[] chunk(byte[] body) {
        return join(ascii(Integer.toHexString(body.length + 1) + "\r\n"), body, new byte[] {'\n'}, LINE_END);
    }

    /** The end of such a body. */
    static byte[] lastChunk() {
        return ascii("0\r\n\r\n");
    }

    private static String head(TargetSpec target, Dialect dialect, String path, String type) {
        StringBuilder head = new StringBuilder("POST " + path + " HTTP/1.1\r\nHost: "
                + target.url().getRawAuthority() + "\r\nContent-Type: " + type + "\r\n");
        dialect.publishHeaders()
                .forEach((name, value) ->
                        head.append(name).append(": ").append(value).append("\r\n"));
        return head.toString();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
