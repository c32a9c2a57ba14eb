package io.tickgate.cluster;

import io.tickgate.core.BackboneFactory;
import io.tickgate.core.Gateway;
import io.tickgate.core.admin.LogControl;
import io.tickgate.core.broadcast.Backbone;
import io.tickgate.core.config.GatewayConfig;
import io.tickgate.core.time.Clock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** One of several gateways, with its clients. */
final class Node implements AutoCloseable {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final Gateway gateway;
    private final RedisBackbone backbone;
    private final Map<String, String> settings;
    private final List<Client> clients = new ArrayList<>();

    private Node(Gateway gateway, RedisBackbone backbone, Map<String, String> settings) {
        this.gateway = gateway;
        this.backbone = backbone;
        this.settings = settings;
    }

    /** Makes what a gateway makes, and remembers it. */
    private static final class Factory implements BackboneFactory {
        private final BackboneFactory real;
        private @Nullable RedisBackbone made;

        Factory(BackboneFactory real) {
            this.real = real;
        }

        @Override
        public String broker() {
            return real.broker();
        }

        @Override
        public Backbone newBackbone(GatewayConfig config, Clock clock) {
            RedisBackbone backbone = (RedisBackbone) real.newBackbone(config, clock);
            made = backbone;
            return backbone;
        }
    }

    /** @param settings key, value, key, value, … */
    static Node start(String uri, String... settings) {
        return start(new RedisBackboneFactory(), uri, settings);
    }

    /** @param sharing how often the gateway says that it lives */
    static Node start(RedisBackboneFactory sharing, String uri, String... settings) {
        Map<String, String> all = new HashMap<>(Map.of(
                "server.port",
                "0",
                "server.event-loops",
                "2",
                "broker",
                "redis",
                "redis.uris",
                uri,
                "redis.buckets",
                "8",
                "redis.timeout",
                "1s",
                "redis.probe-interval",
                "300ms",
                "timeouts.shutdown",
                "0s"));
        for (int i = 0; i < settings.length; i += 2) {
            all.put(settings[i], settings[i + 1]);
        }
        try {
            Factory factory = new Factory(sharing);
            Gateway gateway = Gateway.start(GatewayConfig.of(all), List.of(), LogControl.NONE, factory);
            return new Node(gateway, Objects.requireNonNull(factory.made), all);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** With Redis there. */
    static Node joined(String uri, String... settings) {
        Node node = start(uri, settings);
        node.awaitOnline();
        return node;
    }

    void awaitOnline() {
        Awaitility.await()
                .pollInterval(Duration.ofMillis(20))
                .atMost(Duration.ofSeconds(10))
                .until(() -> status().contains("\"status\":\"online\""));
    }

    void awaitDegraded() {
        Awaitility.await()
                .pollInterval(Duration.ofMillis(20))
                .atMost(Duration.ofSeconds(10))
                .until(() -> status().contains("\"status\":\"degraded\""));
    }

    /** As its operator does. */
    void reload(String key, String value) {
        settings.put(key, value);
        gateway.reload(GatewayConfig.of(settings));
    }

    Gateway gateway() {
        return gateway;
    }

    RedisBackbone backbone() {
        return backbone;
    }

    int port() {
        return gateway.port();
    }

    Client client() {
        return client("");
    }

    Client clientOf(String user) {
        return client("?user_id=" + user);
    }

    private Client client(String query) {
        Client client = new Client(port(), query);
        clients.add(client);
        return client;
    }

    String status() {
        return get("/api/v1/websocket/status").body();
    }

    HttpResponse<String> get(String path) {
        return http(HttpRequest.newBuilder(uri(path)).build());
    }

    /** What the operator's listener answers; it has a port here. */
    String askOperator(String path) {
        InetSocketAddress address = (InetSocketAddress) Objects.requireNonNull(gateway.adminAddress());
        return http(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + address.getPort() + path))
                        .build())
                .body();
    }

    /** Publishes {@code {"n":number}}. @return the answer, whatever it is */
    HttpResponse<String> publish(String channel, long number) {
        return post(
                "broadcast",
                "application/json",
                "{\"channel\":\"" + channel + "\",\"message\":{\"n\":" + number + "}}");
    }

    /** Publishes {@code {"n":number}} under a key. @return the answer, whatever it is */
    HttpResponse<String> publish(String channel, long number, String key) {
        return post("broadcast", "application/json", line(channel, number, key));
    }

    /** What is posted then, and a line of a stream. */
    static String line(String channel, long number, String key) {
        return "{\"channel\":\"" + channel + "\",\"message\":{\"n\":" + number + "},\"idempotency_key\":\"" + key
                + "\"}";
    }

    /** @param path behind that of the API */
    HttpResponse<String> post(String path, String type, String body) {
        return http(HttpRequest.newBuilder(uri("/api/v1/websocket/" + path))
                .header("Content-Type", type)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port() + path);
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
        clients.forEach(Client::close);
        gateway.close();
    }
}
