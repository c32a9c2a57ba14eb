package io.tickgate.core.transport.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tickgate.core.Gateway;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Peers that are slow, too many, or not allowed to publish. */
class HttpLimitsTest {
    private static final String BROADCAST = "/api/v1/websocket/broadcast";
    private static final String BODY = "{\"channel\":\"notifications\",\"message\":{}}";

    private static final String UPGRADE = RawHttpClient.head(
                    "GET /api/v1/websocket/ws",
                    "Upgrade: websocket",
                    "Connection: Upgrade",
                    "Sec-WebSocket-Version: 13",
                    "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==")
            + "\r\n";

    private static RawHttpClient.Answer broadcast(Gateway gateway, String... fields) throws IOException {
        return RawHttpClient.post(gateway.port(), BROADCAST, "application/json", BODY, fields);
    }

    private static void assertMayNotPublish(RawHttpClient.Answer answer) {
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.body()).contains("\"code\":\"forbidden\"", "ingest.allowed-addresses");
    }

    @Test
    void aSlowHeadAndASlowBodyAreAnsweredAndEnd() throws IOException {
        try (Gateway gateway = TestGateways.start("timeouts.connect", "200ms");
                RawHttpClient silent = new RawHttpClient(gateway.port());
                RawHttpClient slowHead = new RawHttpClient(gateway.port());
                RawHttpClient slowBody = new RawHttpClient(gateway.port());
                RawHttpClient slowStream = new RawHttpClient(gateway.port())) {
            slowHead.send("GET /health/live HTTP/1.1\r\nHost: local");
            slowBody.send(RawHttpClient.head("POST " + BROADCAST, "Content-Type: application/json", "Content-Length: 9")
                    + "\r\n{");
            slowStream.send(RawHttpClient.head(
                            "POST /api/v1/websocket/publications",
                            "Content-Type: application/x-ndjson",
                            "Transfer-Encoding: chunked")
                    + "\r\n1\r\n");

            for (RawHttpClient each : new RawHttpClient[] {silent, slowHead, slowBody, slowStream}) {
                RawHttpClient.Answer answer = each.read();
                assertThat(answer.status()).isEqualTo(408);
                assertThat(answer.header("connection")).isEqualTo("close");
                assertThat(answer.body()).contains("\"code\":\"request_timeout\"", "timeouts.connect");
                assertThat(each.isClosedByServer()).isTrue();
            }
        }
    }

    @Test
    void anIdleConnectionEndsWithoutAWord() throws IOException {
        try (Gateway gateway = TestGateways.start("timeouts.http-keep-alive", "1s");
                RawHttpClient client = new RawHttpClient(gateway.port())) {
            assertThat(client.send(RawHttpClient.head("GET /health/live") + "\r\n")
                            .read()
                            .status())
                    .isEqualTo(200);

            assertThat(client.isClosedByServer()).isTrue();
        }
    }

    @Test
    void whenPlainHttpIsFullWebSocketsStillGetIn() throws IOException {
        try (Gateway gateway = TestGateways.start("limits.max-http-connections", "1", "timeouts.shutdown", "0s");
                RawHttpClient second = new RawHttpClient(gateway.port());
                RawHttpClient screen = new RawHttpClient(gateway.port())) {
            try (RawHttpClient first = new RawHttpClient(gateway.port())) {
                String live = RawHttpClient.head("GET /health/live") + "\r\n";
                assertThat(first.send(live).read().status()).isEqualTo(200);

                RawHttpClient.Answer refused = second.send(live).read();
                assertThat(refused.status()).isEqualTo(503);
                assertThat(refused.header("retry-after")).isEqualTo("5");
                assertThat(refused.body())
                        .contains("\"code\":\"too_many_connections\"", "limits.max-http-connections is reached");
                assertThat(second.isClosedByServer()).isTrue();
                assertThat(screen.send(UPGRADE).readHead().status()).isEqualTo(101);
                assertThat(first.send(live).read().status()).isEqualTo(200);
            }
            await().until(() ->
                    RawHttpClient.get(gateway.port(), "/health/live").status() == 200);
        }
    }

    /** One loop takes connections in the order in which they were made. */
    @Test
    void aSocketBeyondAllIsRefusedOnceAndUnasked() throws IOException {
        try (Gateway gateway = TestGateways.start(
                        "server.event-loops", "1", "limits.max-http-connections", "1", "limits.max-connections", "1");
                RawHttpClient one = new RawHttpClient(gateway.port());
                RawHttpClient other = new RawHttpClient(gateway.port());
                RawHttpClient beyond = new RawHttpClient(gateway.port())) {
            RawHttpClient.Answer refused = beyond.read();

            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.body()).contains("too_many_connections").doesNotContain("instance");
            assertThat(beyond.isClosedByServer()).isTrue();
            assertThat(one.send(RawHttpClient.head("GET /health/live") + "\r\n")
                            .read()
                            .status())
                    .isEqualTo(200);
            assertThat(other.send(UPGRADE).readHead().status()).isEqualTo(101);
        }
    }

    /** One loop takes connections in the order in which they were made. */
    @Test
    void oneAddressWithSilentSocketsDoesNotTakeAllThereAre() throws IOException {
        try (Gateway gateway = TestGateways.start(
                        "server.event-loops", "1",
                        "server.trusted-proxies", "10.0.0.1",
                        "limits.max-http-connections-per-ip", "2");
                RawHttpClient silent = new RawHttpClient(gateway.port());
                RawHttpClient screen = new RawHttpClient(gateway.port());
                RawHttpClient beyond = new RawHttpClient(gateway.port())) {
            RawHttpClient.Answer refused = beyond.read();

            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.header("retry-after")).isEqualTo("5");
            assertThat(refused.body())
                    .contains("\"code\":\"too_many_connections\"", "limits.max-http-connections-per-ip is reached");
            assertThat(beyond.isClosedByServer()).isTrue();
            assertThat(screen.send(UPGRADE).readHead().status()).isEqualTo(101);
            assertThat(RawHttpClient.get(gateway.port(), "/health/live").status())
                    .isEqualTo(200);
            assertThat(silent.send(RawHttpClient.head("GET /health/live") + "\r\n")
                            .read()
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    void aTrustedProxyHasNoShareOfItsOwn() throws IOException {
        try (Gateway gateway = TestGateways.start("limits.max-http-connections-per-ip", "1");
                RawHttpClient silent = new RawHttpClient(gateway.port())) {
            assertThat(RawHttpClient.get(gateway.port(), "/health/live").status())
                    .isEqualTo(200);
            assertThat(silent.send(RawHttpClient.head("GET /health/live") + "\r\n")
                            .read()
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    void onlyAllowedAddressesPublishAndEverybodyMayAsk() throws IOException {
        try (Gateway gateway = TestGateways.start("ingest.allowed-addresses", "192.0.2.0/24")) {
            assertMayNotPublish(broadcast(gateway));
            assertMayNotPublish(
                    RawHttpClient.post(gateway.port(), "/api/v1/websocket/publications", "application/x-ndjson", BODY));
            assertThat(RawHttpClient.get(gateway.port(), "/api/v1/websocket/status")
                            .status())
                    .isEqualTo(200);

            assertThat(broadcast(gateway, "X-Forwarded-For: 192.0.2.7").status())
                    .isEqualTo(200);
            assertThat(broadcast(gateway, "Forwarded: for=192.0.2.7;proto=https")
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    void aProxyDoesNotTurnTheWorldIntoLoopback() throws IOException {
        try (Gateway gateway = TestGateways.start()) {
            assertThat(broadcast(gateway).status()).isEqualTo(200);

            assertMayNotPublish(broadcast(gateway, "X-Forwarded-For: 203.0.113.1"));
            assertMayNotPublish(broadcast(gateway, "X-Forwarded-For: 127.0.0.1, 203.0.113.1"));
            assertMayNotPublish(broadcast(gateway, "X-Forwarded-For: unknown"));
            assertMayNotPublish(broadcast(gateway, "X-Real-IP: 127.0.0.1"));
            assertMayNotPublish(broadcast(gateway, "Via: 1.1 proxy"));
        }
    }

    @Test
    void aProxyThatIsNotTrustedIsAStranger() throws IOException {
        try (Gateway gateway = TestGateways.start("server.trusted-proxies", "10.0.0.1")) {
            assertThat(broadcast(gateway).status()).isEqualTo(200);

            assertMayNotPublish(broadcast(gateway, "X-Forwarded-For: 127.0.0.1"));
        }
    }

    @Test
    void aConfiguredHostIsAnsweredAndAConfiguredPageMayTalk() throws IOException {
        try (Gateway gateway = TestGateways.start(
                "server.allowed-hosts", "push.example.com", "server.allowed-origins", "https://desk.example.com")) {
            RawHttpClient.Answer answer = RawHttpClient.get(
                    gateway.port(), "/health/live", "Host: push.example.com", "Origin: https://desk.example.com");

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.header("access-control-allow-origin")).isEqualTo("https://desk.example.com");
        }
    }
}
