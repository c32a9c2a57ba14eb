package io.tickgate.core.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickgate.core.Gateway;
import io.tickgate.core.config.GatewayConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A gateway on a port of its own, and its clients, which end with it. */
final class TestGateway implements AutoCloseable {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final Gateway gateway;
    private final List<RawWebSocket> clients = new ArrayList<>();

    private TestGateway(Gateway gateway) {
        this.gateway = gateway;
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
                "timeouts.shutdown",
                "0s"));
        for (int i = 0; i < settings.length; i += 2) {
            all.put(settings[i], settings[i + 1]);
        }
        try {
            return new TestGateway(Gateway.start(GatewayConfig.of(all)));
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
        RawWebSocket client = new RawWebSocket(port(), receiveBytes);
        clients.add(client);
        return client;
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
        return URI.create("http://127.0.0.1:" + port() + path);
    }

    URI webSocketUri() {
        return URI.create("ws://localhost:" + port() + RawWebSocket.PATH);
    }

    private static HttpResponse<String> http(HttpRequest request) {
        try {
            return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
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
