package io.tickgate.cli.doctor;

import io.tickgate.cli.client.GatewayUrl;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import javax.net.SocketFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/** Offers permessage-deflate (RFC 7692) in a handshake of its own: the JDK's WebSocket cannot. */
final class DeflateProbe {
    private static final int TIMEOUT_MILLIS = 5_000;
    private static final int HEAD_BYTES_MAX = 16 << 10;

    private DeflateProbe() {}

    /** @param tls whom to trust where the URL is https */
    static Finding look(GatewayUrl url, SSLContext tls) {
        try {
            String head = handshake(url, tls).toLowerCase(Locale.ROOT);
            if (!head.startsWith("http/1.1 101 ")) {
                return Finding.fail(
                        "the handshake is answered by "
                                + head.lines().findFirst().orElse("nothing"),
                        "see whether a proxy in between knows WebSockets");
            }
            boolean agreed = head.lines()
                    .anyMatch(line ->
                            line.startsWith("sec-websocket-extensions:") && line.contains("permessage-deflate"));
            return agreed
                    ? Finding.ok("permessage-deflate is agreed on when offered")
                    : Finding.warn(
                            "permessage-deflate is not agreed on", "set compression.enabled if clients are far away");
        } catch (IOException e) {
            return Finding.fail(
                    "the handshake broke: " + e.getMessage(), "see whether a proxy in between knows WebSockets");
        }
    }

    private static String handshake(GatewayUrl url, SSLContext tls) throws IOException {
        SocketFactory sockets = url.isSecure() ? tls.getSocketFactory() : SocketFactory.getDefault();
        try (Socket socket = sockets.createSocket()) {
            socket.connect(new InetSocketAddress(url.base().getHost(), url.port()), TIMEOUT_MILLIS);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            if (socket instanceof SSLSocket secure) {
                SSLParameters parameters = secure.getSSLParameters();
                parameters.setEndpointIdentificationAlgorithm("HTTPS");
                secure.setSSLParameters(parameters);
            }
            String request = "GET " + url.webSocket().getPath() + " HTTP/1.1\r\n"
                    + "Host: " + url.base().getAuthority() + "\r\n"
                    + "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                    + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                    + "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return head(socket.getInputStream());
        }
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        for (int c = in.read(); c >= 0 && head.length() < HEAD_BYTES_MAX; c = in.read()) {
            head.append((char) c);
            if (c == '\n' && head.indexOf("\r\n\r\n", Math.max(0, head.length() - 4)) >= 0) {
                break;
            }
        }
        return head.toString();
    }
}
