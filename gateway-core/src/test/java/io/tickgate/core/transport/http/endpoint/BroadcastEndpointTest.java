package io.tickgate.core.transport.http.endpoint;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.tickgate.core.Gateway;
import io.tickgate.core.transport.http.RawHttpClient;
import io.tickgate.core.transport.http.TestGateways;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessagePacker;

class BroadcastEndpointTest {
    private static final String PATH = "/api/v1/websocket/broadcast";
    private static final String JSON = "application/json";

    private static Gateway gateway;

    @BeforeAll
    static void start() throws IOException {
        gateway = TestGateways.start("limits.max-publication-bytes", "1KiB");
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    private static RawHttpClient.Answer broadcast(String body) throws IOException {
        return RawHttpClient.post(gateway.port(), PATH, JSON, body);
    }

    @Test
    void theGuidesCurlLineWorksToTheLetter() throws Exception {
        assumeThat(Path.of("/usr/bin/curl")).isExecutable();
        String script = """
                curl -X POST http://localhost:8001/api/v1/websocket/broadcast \\
                  -H "Content-Type: application/json" \\
                  -d '{
                    "channel": "notifications",
                    "message": {
                      "type": "test",
                      "title": "测试通知"
                    }
                  }'
                """;

        try (Subscriber subscriber = new Subscriber(gateway.port(), "notifications")) {
            Process process =
                    new ProcessBuilder("sh", "-c", script.replace("8001", String.valueOf(gateway.port()))).start();
            String answer = new String(process.getInputStream().readAllBytes(), UTF_8);

            assertThat(process.waitFor()).isZero();
            assertThat(answer)
                    .matches("\\{\"success\":true,\"channel\":\"notifications\",\"recipient_count\":1,\"offset\":\\d+,"
                            + "\"timestamp\":\"\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}Z\"}");
            assertThat(subscriber.take())
                    .contains("\"type\": \"test\"", "\"title\": \"测试通知\"")
                    .contains("\"channel\":\"notifications\"");
        }
    }

    @Test
    void theJdksClientPublishesOverOneConnection() throws Exception {
        HttpClient client = HttpClient.newHttpClient();
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + gateway.port() + PATH))
                .header("Content-Type", "application/json; charset=utf-8")
                .POST(HttpRequest.BodyPublishers.ofString("{\"channel\":\"market_data:jdk\",\"message\":{}}"))
                .build();

        HttpResponse<String> first = client.send(request, HttpResponse.BodyHandlers.ofString());
        HttpResponse<String> second = client.send(request, HttpResponse.BodyHandlers.ofString());

        assertThat(first.statusCode()).isEqualTo(200);
        assertThat(first.headers().firstValue("content-type")).contains(JSON);
        assertThat(first.body()).contains("\"channel\":\"market_data:jdk\"", "\"recipient_count\":0", "\"offset\":1,");
        assertThat(second.body()).contains("\"offset\":2,");
    }

    @Test
    void recipientsAreCountedAndTheExcludedOneIsNone() throws Exception {
        try (Subscriber one = new Subscriber(gateway.port(), "market_data:excl");
                Subscriber other = new Subscriber(gateway.port(), "market_data:excl")) {
            RawHttpClient.Answer answer =
                    broadcast("{\"channel\":\"market_data:excl\",\"message\":{\"type\":\"first\"},\"exclude\":\""
                            + one.connectionId() + "\"}");
            RawHttpClient.Answer all =
                    broadcast("{\"channel\":\"market_data:excl\",\"message\":{\"type\":\"second\"}}");

            assertThat(answer.body()).contains("\"recipient_count\":1,");
            assertThat(all.body()).contains("\"recipient_count\":2,");
            assertThat(other.take()).contains("\"type\":\"first\"");
            assertThat(other.take()).contains("\"type\":\"second\"");
            assertThat(one.take()).contains("\"type\":\"second\"");
        }
    }

    @Test
    void aBodyMayBeMessagePack() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (MessagePacker packer = MessagePack.newDefaultPacker(bytes)) {
            packer.packMapHeader(2).packString("channel").packString("chart_updates:0700.HK");
            packer.packString("message").packMapHeader(2).packString("type").packString("tick");
            packer.packString("price").packDouble(45.5);
        }

        try (Subscriber subscriber = new Subscriber(gateway.port(), "chart_updates");
                RawHttpClient client = new RawHttpClient(gateway.port())) {
            client.send(RawHttpClient.head(
                            "POST " + PATH, "Content-Type: application/msgpack", "Content-Length: " + bytes.size())
                    + "\r\n");
            RawHttpClient.Answer answer = client.send(bytes.toByteArray()).read();

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.header("content-type")).isEqualTo(JSON);
            assertThat(subscriber.take())
                    .contains("\"type\":\"tick\"", "\"price\":45.5", "\"channel\":\"chart_updates:0700.HK\"");
        }
    }

    /** A body that is refused, and what the answer says of it. */
    record Refused(String body, int status, String code, String detail, String pointer) {}

    static Stream<Refused> refused() {
        String channel = "\"channel\":\"notifications\"";
        return Stream.of(
                new Refused("", 400, "invalid_json", "Invalid JSON at byte 0", ""),
                new Refused("{oops", 400, "invalid_json", "Invalid JSON at byte 1", ""),
                new Refused("{" + channel + ",\"message\":{}", 400, "invalid_json", "Invalid JSON at byte ", ""),
                new Refused("{" + channel + ",\"message\":{}} {}", 400, "invalid_json", "Invalid JSON at byte ", ""),
                new Refused(
                        "{" + channel + ",\"message\":{\"a\":NaN}}", 400, "invalid_json", "Invalid JSON at byte", ""),
                new Refused("[]", 422, "invalid_message", "object", ""),
                new Refused("{" + channel + "}", 422, "missing_field", "\\\"message\\\" is missing", "/message"),
                new Refused("{\"message\":{}}", 422, "missing_field", "\\\"channel\\\" is missing", "/channel"),
                new Refused(
                        "{\"channel\":7,\"message\":{}}", 422, "invalid_field", "\\\"channel\\\" must be", "/channel"),
                new Refused(
                        "{" + channel + ",\"message\":[]}",
                        422,
                        "invalid_field",
                        "\\\"message\\\" must be",
                        "/message"),
                new Refused(
                        "{\"channel\":\"nope\",\"message\":{}}",
                        422,
                        "unknown_channel",
                        "it is none of market_data, backtest_progress",
                        "/channel"),
                new Refused(
                        "{\"channel\":\"\",\"message\":{}}", 422, "invalid_field", "1 to 200 characters", "/channel"),
                new Refused(
                        "{\"channel\":\"notifications:a b\",\"message\":{}}",
                        422,
                        "invalid_field",
                        "without whitespace",
                        "/channel"),
                new Refused(
                        "{" + channel + ",\"message\":{\"type\":\"\"}}",
                        422,
                        "invalid_field",
                        "\\\"message.type\\\" must be a string of 1 to 128 characters",
                        "/message/type"),
                new Refused(
                        "{" + channel + ",\"message\":{},\"priority\":\"SOON\"}",
                        422,
                        "invalid_field",
                        "\\\"priority\\\" must be",
                        "/priority"),
                new Refused(
                        "{" + channel + ",\"message\":{},\"conflate\":1}",
                        422,
                        "invalid_field",
                        "\\\"conflate\\\" must be",
                        "/conflate"),
                new Refused(
                        "{" + channel + ",\"message\":{},\"exclude\":\"\"}",
                        422,
                        "invalid_field",
                        "\\\"exclude\\\" must be",
                        "/exclude"),
                new Refused(
                        "{" + channel + ",\"message\":{},\"idempotency_key\":\"a b\"}",
                        422,
                        "invalid_field",
                        "\\\"idempotency_key\\\" must be a string of 1 to 64 characters without whitespace",
                        "/idempotency_key"),
                new Refused(
                        "{" + channel + ",\"message\":{},\"idempotency_key\":7}",
                        422,
                        "invalid_field",
                        "\\\"idempotency_key\\\" must be",
                        "/idempotency_key"),
                new Refused(
                        "{" + channel + ",\"message\":{\"text\":\"" + "x".repeat(1024) + "\"}}",
                        413,
                        "message_too_large",
                        "limits.max-publication-bytes",
                        "/message"));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void whatIsRefusedNamesTheFieldAndTheRuleAndReachesNobody(Refused refused) throws Exception {
        try (Subscriber subscriber = new Subscriber(gateway.port(), "notifications")) {
            RawHttpClient.Answer answer = broadcast(refused.body);
            broadcast("{\"channel\":\"notifications\",\"message\":{\"type\":\"next\"}}");

            assertThat(answer.status()).as(answer.body()).isEqualTo(refused.status);
            assertThat(answer.header("content-type")).isEqualTo("application/problem+json");
            assertThat(answer.body())
                    .contains("\"code\":\"" + refused.code + "\"", refused.detail, "\"instance\":\"" + PATH + "\"");
            if (refused.pointer.isEmpty()) {
                assertThat(answer.body()).doesNotContain("\"errors\"");
            } else {
                assertThat(answer.body()).contains("\"errors\":[{\"pointer\":\"" + refused.pointer + "\"");
            }
            assertThat(subscriber.take()).contains("\"type\":\"next\"");
        }
    }

    @Test
    void anotherTypeIsRefusedWithTheTypesThatAreRead() throws IOException {
        RawHttpClient.Answer other = RawHttpClient.post(gateway.port(), PATH, "text/plain", "{}");
        RawHttpClient.Answer none = RawHttpClient.exchange(
                gateway.port(), RawHttpClient.head("POST " + PATH, "Content-Length: 2") + "\r\n{}");

        assertThat(other.status()).isEqualTo(415);
        assertThat(other.header("accept")).isEqualTo("application/json, application/msgpack");
        assertThat(none.status()).isEqualTo(415);
        assertThat(none.body()).contains("Content-Type: application/json or application/msgpack; there was none");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "GZIP", "deflate", "br", "identity, gzip", "identity\r\nContent-Encoding: gzip"})
    void aCodedBodyIsRefusedBeforeItIsRead(String coding) throws IOException {
        for (String path : List.of(PATH, "/api/v1/websocket/publications")) {
            String type = path.equals(PATH) ? "application/json" : "application/x-ndjson";

            RawHttpClient.Answer answer =
                    RawHttpClient.post(gateway.port(), path, type, "{}", "Content-Encoding: " + coding);

            assertThat(answer.status()).isEqualTo(415);
            assertThat(answer.header("content-type")).isEqualTo("application/problem+json");
            assertThat(answer.header("accept-encoding")).isEqualTo("identity");
            assertThat(answer.body()).contains("\"code\":\"unsupported_media_type\"");
        }
    }

    @Test
    void theIdentityCodingIsNone() throws IOException {
        String body = "{\"channel\":\"notifications\",\"message\":{\"type\":\"t\"}}";

        assertThat(RawHttpClient.post(gateway.port(), PATH, "application/json", body, "Content-Encoding: Identity")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void brokenMessagePackIsNamedSo() throws IOException {
        RawHttpClient.Answer answer = RawHttpClient.post(gateway.port(), PATH, "application/msgpack", "\u0001");

        assertThat(answer.body()).containsAnyOf("invalid_msgpack", "invalid_message");
    }
}
