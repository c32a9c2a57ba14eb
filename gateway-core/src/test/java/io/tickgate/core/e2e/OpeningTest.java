package io.tickgate.core.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickgate.core.Gateway;
import io.tickgate.core.transport.websocket.ClientFrames;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class OpeningTest {
    private static final String TIME = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z";

    @ParameterizedTest
    @EnumSource(Wiring.class)
    void theFirstFrameIsTheWelcome(Wiring wiring) {
        try (TestGateway gateway =
                TestGateway.start(wiring, "timeouts.heartbeat-interval", "30s", "timeouts.idle", "90s")) {
            RawWebSocket client = gateway.unopened(0);
            HttpAnswer answer = client.handshake();

            Map<String, Object> welcome = client.readJson();

            assertThat(answer.status()).isEqualTo(101);
            assertThat(answer.header("sec-websocket-accept")).isEqualTo("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
            assertThat(welcome.keySet())
                    .containsExactlyInAnyOrder(
                            "type",
                            "connection_id",
                            "timestamp",
                            "server_time",
                            "epoch",
                            "resume_token",
                            "heartbeat_interval",
                            "idle_timeout",
                            "max_message_bytes",
                            "protocol",
                            "version");
            assertThat(welcome)
                    .containsEntry("type", "connection_established")
                    .containsEntry("heartbeat_interval", new BigDecimal("30.0"))
                    .containsEntry("idle_timeout", new BigDecimal("90.0"))
                    .containsEntry("max_message_bytes", 65_536L)
                    .containsEntry("protocol", "gateway.v1.json")
                    .containsEntry("version", Gateway.version());
            assertThat(UUID.fromString((String) welcome.get("connection_id"))).isNotNull();
            assertThat((String) welcome.get("epoch")).isNotEmpty();
            assertThat((String) welcome.get("timestamp")).matches(TIME);
            BigDecimal serverTime = (BigDecimal) welcome.get("server_time");
            assertThat(serverTime.movePointRight(3).longValue())
                    .isEqualTo(Instant.parse((String) welcome.get("timestamp")).toEpochMilli());
            client.requireQuiet();
        }
    }

    @Test
    void everyConnectionHasAnIdOfItsOwnAndAllShareTheEpoch() {
        try (TestGateway gateway = TestGateway.start(Wiring.EPOLL_TWO_LOOPS)) {
            RawWebSocket one = gateway.unopened(0);
            RawWebSocket other = gateway.unopened(0);
            one.handshake();
            other.handshake();

            Map<String, Object> first = one.readJson();
            Map<String, Object> second = other.readJson();

            assertThat(first.get("connection_id")).isNotEqualTo(second.get("connection_id"));
            assertThat(first.get("epoch")).isEqualTo(second.get("epoch"));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "none",
            value = {
                "gateway.v1.json                               | gateway.v1.json",
                "gateway.v1.msgpack, gateway.v1.json           | gateway.v1.msgpack",
                "unknown, gateway.v1.json, gateway.v1.msgpack  | gateway.v1.json",
                "unknown                                       | none",
            })
    void theFirstKnownSubprotocolIsEchoedAndOnlyThat(String offered, String chosen) {
        try (TestGateway gateway = TestGateway.start(Wiring.EPOLL_ONE_LOOP)) {
            RawWebSocket client = gateway.unopened(0);

            HttpAnswer answer = client.handshake("Sec-WebSocket-Protocol: " + offered);

            assertThat(answer.status()).isEqualTo(101);
            assertThat(answer.header("sec-websocket-protocol")).isEqualTo(chosen);
            assertThat(client.read().opcode()).isEqualTo("gateway.v1.msgpack".equals(chosen) ? 2 : 1);
        }
    }

    @Test
    void theConnectionAfterTheLastIsRefusedWith503AndComesInWhenOneLeaves() {
        try (TestGateway gateway = TestGateway.start(Wiring.EPOLL_TWO_LOOPS, "limits.max-connections", "2")) {
            RawWebSocket first = gateway.client();
            gateway.client();

            HttpAnswer refused = gateway.unopened(0).handshake();

            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.header("retry-after")).isEqualTo("5");
            assertThat(refused.header("content-type")).isEqualTo("application/problem+json");
            assertThat(refused.json())
                    .containsEntry("code", "too_many_connections")
                    .containsEntry("status", 503L)
                    .containsEntry("type", "urn:gateway:problem:too_many_connections")
                    .containsEntry("instance", RawWebSocket.PATH);
            first.send(ClientFrames.close(1000, ""));
            assertThat(first.read().closeCode()).isEqualTo(1000);
            first.readEnd();
            Awaitility.await()
                    .untilAsserted(() ->
                            assertThat(gateway.unopened(0).handshake().status()).isEqualTo(101));
        }
    }

    @Test
    void oneAddressMayNotTakeAllPlaces() {
        try (TestGateway gateway = TestGateway.start(Wiring.EPOLL_TWO_LOOPS, "limits.max-connections-per-ip", "2")) {
            gateway.client();
            gateway.client();

            HttpAnswer refused = gateway.unopened(0).handshake();
            HttpAnswer elsewhere = gateway.unopened(0).handshake("X-Forwarded-For: 192.0.2.7");

            assertThat(refused.status()).isEqualTo(429);
            assertThat(refused.header("retry-after")).isEqualTo("5");
            assertThat(refused.json()).containsEntry("code", "too_many_connections_from_address");
            assertThat(elsewhere.status()).isEqualTo(101);
        }
    }

    @Test
    void anotherVersionIsToldWhichOneIsSpoken() {
        try (TestGateway gateway = TestGateway.start(Wiring.EPOLL_ONE_LOOP)) {
            RawWebSocket client = gateway.unopened(0);
            client.send(new String(RawWebSocket.upgradeRequest(), StandardCharsets.US_ASCII)
                    .replace("Version: 13", "Version: 8")
                    .getBytes(StandardCharsets.US_ASCII));

            HttpAnswer answer = client.readHttp();

            assertThat(answer.status()).isEqualTo(426);
            assertThat(answer.header("sec-websocket-version")).isEqualTo("13");
            assertThat(answer.header("upgrade")).isEqualTo("websocket");
            assertThat(answer.header("connection")).isEqualToIgnoringCase("upgrade");
            assertThat(answer.json()).containsEntry("code", "upgrade_required");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "dGhlIHNhbXBsZSBub25jZQ"})
    void aKeyThatIsNoneIsABadRequest(String key) {
        try (TestGateway gateway = TestGateway.start(Wiring.EPOLL_ONE_LOOP)) {
            RawWebSocket client = gateway.unopened(0);
            client.send(new String(RawWebSocket.upgradeRequest(), StandardCharsets.US_ASCII)
                    .replace("dGhlIHNhbXBsZSBub25jZQ==", key)
                    .getBytes(StandardCharsets.US_ASCII));

            assertThat(client.readHttp().status()).isEqualTo(400);
        }
    }

    @ParameterizedTest
    @EnumSource(Wiring.class)
    void framesSentTogetherWithTheRequestAreReadAfterTheWelcome(Wiring wiring) {
        try (TestGateway gateway = TestGateway.start(wiring)) {
            RawWebSocket client = gateway.unopened(0);

            client.send(RawWebSocket.upgradeRequest(), ClientFrames.text("{\"type\":\"ping\",\"id\":1}"));

            assertThat(client.readHttp().status()).isEqualTo(101);
            assertThat(client.readJson()).containsEntry("type", "connection_established");
            assertThat(client.readJson()).containsEntry("type", "pong").containsEntry("id", 1L);
        }
    }
}
