package io.tickgate.core.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickgate.core.Gateway;
import io.tickgate.core.config.GatewayConfig;
import io.tickgate.core.transport.tls.TestCertificate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A gateway on a port of its own, and its clients, which end with it. */
final class TestGateway implements AutoCloseable {
    private static final HttpClient PLAIN = HttpClient.newHttpClient();

    /** Of all gateways that speak TLS: made once, since they look alike to their clients. */
    private static final class Secure {
        static final TestCertificate CERTIFICATE = TestCertificate.of(TestCertificate.Kind.EC);
        static final Path DIRECTORY = directory();
        static final HttpClient HTTP =
                HttpClient.newBuilder().sslContext(CERTIFICATE.trust()).build();

        private static Path directory() {
            try {
                Path made = Files.createTempDirectory("tickgate-tls");
                CERTIFICATE.writeTo(made);
                for (Path file : List.of(made, made.resolve("certificate.pem"), made.resolve("key.pem"))) {
                    file.toFile().deleteOnExit();
                }
                return made;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private final boolean isSecure;
    private final Gateway gateway;
    private final List<RawWebSocket> clients = new ArrayList<>();

    private TestGateway(Gateway gateway, boolean isSecure) {
        this.gateway = gateway;
        this.isSecure = isSecure;
    }

    /** @param settings key, value, key, value, … */
    static TestGateway start(Wiring wiring, String... settings) {
        wiring.assumeAvailable();
        Map<String, String> all = new HashMap<>(Map.of(
                "server.port",
                "0",
                "server.transport",
                wiring.transport,
                "server.event-loops",
                Integer.toString(wiring.eventLoops),
                "timeouts.connect",
                "10s",
                // No ping between what a test reads, however long the machine takes for it.
                "timeouts.heartbeat-interval",
                "1h",
                "timeouts.idle",
                "24h",
                "timeouts.shutdown",
                "0s"));
        boolean secure = !wiring.tls.isEmpty();
        if (secure) {
            all.put("tls.provider", wiring.tls);
            all.put(
                    "tls.certificate",
                    Secure.DIRECTORY.resolve("certificate.pem").toString());
            all.put("tls.key", Secure.DIRECTORY.resolve("key.pem").toString());
        }
        for (int i = 0; i < settings.length; i += 2) {
            all.put(settings[i], settings[i + 1]);
        }
        try {
            return new TestGateway(Gateway.start(GatewayConfig.of(all)), secure);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return gateway.port();
    }

    Gateway gateway() {
        return gateway;
    }

    /** A client that has its welcome behind it. */
    RawWebSocket client(String... headers) {
        return unopened(0).open(headers);
    }

    /** A connection on which nothing was said yet. */
    RawWebSocket unopened(int receiveBytes) {
        RawWebSocket client = new RawWebSocket(connect(receiveBytes));
        clients.add(client);
        return client;
    }

    /** A connection on which nothing was said yet, in the gateway's TLS where it has one. */
    Socket connect(int receiveBytes) {
        Socket plain = RawWebSocket.connected(port(), receiveBytes);
        return isSecure ? Secure.CERTIFICATE.over(plain) : plain;
    }

    /** What the gateway shows its clients; only with TLS. */
    static TestCertificate certificate() {
        return Secure.CERTIFICATE;
    }

    /** A client of that user that has its welcome behind it. */
    RawWebSocket clientOf(String userId) {
        RawWebSocket client = unopened(0);
        assertThat(client.handshakeWith("user_id=" + userId).status()).isEqualTo(101);
        client.read();
        return client;
    }

    /** Sends one request with a JSON body, or none where it is empty. */
    HttpResponse<String> request(String method, String path, String body) {
        return request(method, path, body, "Content-Type", "application/json");
    }

    /** @param headers name, value, name, value, …; the type of a body that is there among them */
    HttpResponse<String> request(String method, String path, String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path));
        for (int i = 0; i < headers.length; i += 2) {
            if (!body.isEmpty() || !headers[i].equals("Content-Type")) {
                request.header(headers[i], headers[i + 1]);
            }
        }
        return http(request.method(
                        method,
                        body.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    /** Publishes over HTTP. @return the answer's fields */
    Map<String, Object> broadcast(String channel, String message) {
        return post("{\"channel\":\"" + channel + "\",\"message\":" + message + "}");
    }

    /** Publishes within this process, which takes a tenth of the time. @return the offset */
    long publish(String channel, String message) {
        return gateway.publisher()
                .publish(channel, message.getBytes(StandardCharsets.UTF_8))
                .toCompletableFuture()
                .join()
                .offset();
    }

    Map<String, Object> broadcast(String channel, String message, String exclude) {
        return post("{\"channel\":\"" + channel + "\",\"message\":" + message + ",\"exclude\":\"" + exclude + "\"}");
    }

    private Map<String, Object> post(String body) {
        HttpResponse<String> response = http(HttpRequest.newBuilder(uri("/api/v1/websocket/broadcast"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
        assertThat(response.statusCode()).as("%s", response.body()).isEqualTo(200);
        return Json.object(response.body());
    }

    /** The {@code connections} of the status. */
    Map<String, Object> connections() {
        return Json.child(status(), "connections");
    }

    /** The {@code messages} of the status. */
    Map<String, Object> messages() {
        return Json.child(status(), "messages");
    }

    private Map<String, Object> status() {
        return Json.object(
                http(HttpRequest.newBuilder(uri("/api/v1/websocket/status")).build())
                        .body());
    }

    URI uri(String path) {
        return URI.create((isSecure ? "https" : "http") + "://127.0.0.1:" + port() + path);
    }

    URI webSocketUri() {
        return URI.create((isSecure ? "wss" : "ws") + "://localhost:" + port() + RawWebSocket.PATH);
    }

    /** One that trusts the gateway's certificate where it has one. */
    HttpClient httpClient() {
        return isSecure ? Secure.HTTP : PLAIN;
    }

    HttpResponse<String> http(HttpRequest request) {
        try {
            return httpClient().send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        clients.forEach(RawWebSocket::close);
        gateway.close();
    }
}
