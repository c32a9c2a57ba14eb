package io.tickgate.core.transport.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickgate.core.Gateway;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Which pages of a browser may talk to the gateway, and what they and the others are told. */
class PageOriginTest {
    private static final String BROADCAST = "/api/v1/websocket/broadcast";

    private static Gateway gateway;

    @BeforeAll
    static void start() throws IOException {
        gateway = TestGateways.start();
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @Test
    void aPreflightIsAnsweredForPagesThatMayTalk() throws IOException {
        RawHttpClient.Answer answer = RawHttpClient.exchange(
                gateway.port(),
                RawHttpClient.head(
                                "OPTIONS " + BROADCAST,
                                "Origin: http://localhost:3000",
                                "Access-Control-Request-Method: POST",
                                "Access-Control-Request-Headers: content-type")
                        + "\r\n");

        assertThat(answer.status()).isEqualTo(204);
        assertThat(answer.header("access-control-allow-origin")).isEqualTo("http://localhost:3000");
        assertThat(answer.header("access-control-allow-methods")).contains("POST");
        assertThat(answer.header("access-control-allow-headers")).contains("content-type", "idempotency-key");
        assertThat(answer.header("vary")).isEqualToIgnoringCase("origin");
        assertThat(answer.headers()).doesNotContainKey("content-length");
    }

    @Test
    void aStrangersPageIsToldNothingByAPreflight() throws IOException {
        RawHttpClient.Answer answer = RawHttpClient.exchange(
                gateway.port(),
                RawHttpClient.head(
                                "OPTIONS " + BROADCAST,
                                "Origin: https://evil.example",
                                "Access-Control-Request-Method: POST")
                        + "\r\n");

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.headers().keySet()).noneMatch(name -> name.startsWith("access-control-"));
    }

    @Test
    void anAnswerToAPageNamesIt() throws IOException {
        RawHttpClient.Answer answer =
                RawHttpClient.get(gateway.port(), "/health/live", "Origin: http://127.0.0.1:5173");

        assertThat(answer.header("access-control-allow-origin")).isEqualTo("http://127.0.0.1:5173");
        assertThat(RawHttpClient.get(gateway.port(), "/health/live").headers())
                .doesNotContainKey("access-control-allow-origin");
    }

    @Test
    void aStrangersPageCannotUpgrade() throws IOException {
        RawHttpClient.Answer answer = RawHttpClient.get(
                gateway.port(),
                "/api/v1/websocket/ws",
                "Upgrade: websocket",
                "Connection: Upgrade",
                "Sec-WebSocket-Version: 13",
                "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==",
                "Origin: https://evil.example");

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.body()).contains("\"code\":\"forbidden\"", "server.allowed-origins");
    }
}
