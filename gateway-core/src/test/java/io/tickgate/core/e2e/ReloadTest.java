package io.tickgate.core.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickgate.core.auth.ApiKeys;
import io.tickgate.core.config.GatewayConfig;
import io.tickgate.core.transport.http.RawHttpClient;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a running gateway does after its configuration was replaced. */
class ReloadTest {
    private static final String PUBLISH = "{\"channel\":\"market_data\",\"message\":{\"n\":1}}";

    private TestGateway gateway;

    @BeforeEach
    void start() {
        gateway = TestGateway.start(Wiring.EPOLL_TWO_LOOPS);
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    private void reload(String... settings) {
        Map<String, String> all = new HashMap<>(Map.of("server.port", "0", "timeouts.shutdown", "0s"));
        for (int i = 0; i < settings.length; i += 2) {
            all.put(settings[i], settings[i + 1]);
        }
        gateway.gateway().reload(GatewayConfig.of(all));
    }

    private int handshake(String... headers) {
        return gateway.unopened(0).handshake(headers).status();
    }

    @Test
    void anOriginIsAllowedFromThenOn() {
        assertThat(handshake("Origin: https://desk.example.com")).isEqualTo(403);

        reload("server.allowed-origins", "https://desk.example.com");

        assertThat(handshake("Origin: https://desk.example.com")).isEqualTo(101);
        assertThat(handshake("Origin: https://other.example.com")).isEqualTo(403);
    }

    @Test
    void aHostIsKnownFromThenOn() throws Exception {
        assertThat(statusFor("push.example.com")).isEqualTo(421);

        reload("server.allowed-hosts", "push.example.com");

        assertThat(statusFor("push.example.com")).isEqualTo(200);
    }

    private int statusFor(String host) throws Exception {
        try (RawHttpClient client = new RawHttpClient(gateway.port())) {
            return client.send("GET /health/live HTTP/1.1\r\nHost: " + host + "\r\n\r\n")
                    .read()
                    .status();
        }
    }

    @Test
    void publishersAreThoseOfTheNewRangesAndAProxyIsBelievedWhereItIsNamed() {
        assertThat(publishStatus()).isEqualTo(200);

        reload("ingest.allowed-addresses", "10.0.0.0/8");
        assertThat(publishStatus()).isEqualTo(403);
        assertThat(publishStatus("X-Forwarded-For", "10.1.2.3")).isEqualTo(200);

        reload("ingest.allowed-addresses", "10.0.0.0/8", "server.trusted-proxies", "");
        assertThat(publishStatus("X-Forwarded-For", "10.1.2.3")).isEqualTo(403);
    }

    private int publishStatus(String... headers) {
        return publishStatus(gateway, headers);
    }

    private static int publishStatus(TestGateway gateway, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(gateway.uri("/api/v1/websocket/broadcast"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(PUBLISH));
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return HttpClient.newHttpClient()
                    .send(request.build(), HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void connectionsAboveANewLimitStayAndNoneIsAddedToThem() {
        RawWebSocket first = gateway.client();
        RawWebSocket second = gateway.client();

        reload("limits.max-connections", "1");

        assertThat(handshake()).isEqualTo(503);
        first.requireQuiet();
        second.requireQuiet();
        reload("limits.max-connections-per-ip", "2");
        assertThat(handshake()).isEqualTo(429);
        reload();
        assertThat(handshake()).isEqualTo(101);
    }

    @Test
    void aConnectionKeepsTheLimitsThatItBeganWith() {
        RawWebSocket before = gateway.client();

        reload("limits.max-subscriptions", "1");
        RawWebSocket after = gateway.client();

        for (RawWebSocket client : List.of(before, after)) {
            assertThat(client.ask("{\"type\":\"subscribe\",\"channel\":\"market_data:A\"}"))
                    .containsEntry("type", "subscription_confirmed");
        }
        String second = "{\"type\":\"subscribe\",\"channel\":\"market_data:B\"}";
        assertThat(before.ask(second)).containsEntry("type", "subscription_confirmed");
        assertThat(after.ask(second)).containsEntry("code", "too_many_subscriptions");
    }

    @Test
    void anApiKeyCountsFromThenOnAndOneThatWasTakenAwayDoesNot() {
        try (TestGateway required = TestGateway.start(
                Wiring.EPOLL_TWO_LOOPS, "auth.mode", "required", "auth.api-keys", keyLine("tg_old"))) {
            assertThat(publishStatus(required, "Authorization", "Bearer tg_old"))
                    .isEqualTo(200);
            assertThat(publishStatus(required, "Authorization", "Bearer tg_new"))
                    .isEqualTo(401);

            required.gateway()
                    .reload(GatewayConfig.of(
                            Map.of("server.port", "0", "auth.mode", "required", "auth.api-keys", keyLine("tg_new"))));

            assertThat(publishStatus(required, "Authorization", "Bearer tg_old"))
                    .isEqualTo(401);
            assertThat(publishStatus(required, "Authorization", "Bearer tg_new"))
                    .isEqualTo(200);
        }
    }

    @Test
    void aConnectionOfAKeyThatWasTakenAwayEndsWith4003AndOthersStay() {
        String kept = keyLine("kept", "tg_kept", "subscribe");
        try (TestGateway required = TestGateway.start(
                Wiring.EPOLL_TWO_LOOPS,
                "auth.mode",
                "required",
                "auth.api-keys",
                keyLine("feed", "tg_old", "subscribe") + "," + kept)) {
            RawWebSocket taken = required.client("X-API-Key: tg_old");
            RawWebSocket other = required.client("X-API-Key: tg_kept");

            required.gateway()
                    .reload(GatewayConfig.of(Map.of(
                            "server.port",
                            "0",
                            "auth.mode",
                            "required",
                            "auth.api-keys",
                            kept + "," + keyLine("feed", "tg_new", "subscribe"))));

            assertThat(taken.readClose()).isEqualTo(4003);
            other.requireQuiet();
        }
    }

    private static String keyLine(String key) {
        return keyLine("feed", key, "publish");
    }

    private static String keyLine(String name, String key, String grants) {
        return name + " sha256:" + ApiKeys.sha256(key) + " " + grants;
    }

    @Test
    void theStatusShowsTheLimitsThatCount() {
        reload("limits.max-connections", "77");

        assertThat(gateway.gateway().status().limits()).containsEntry("max_connections", 77L);
        assertThat(gateway.gateway().config().limits().maxConnections()).isEqualTo(77);
    }
}
