package io.tickgate.core.transport.http.endpoint;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.util.internal.PlatformDependent;
import io.tickgate.core.Gateway;
import io.tickgate.core.transport.http.RawHttpClient;
import io.tickgate.core.transport.http.TestGateways;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PublicationsEndpointTest {
    private static final String PATH = "/api/v1/websocket/publications";
    private static final String NDJSON = "application/x-ndjson";

    private static Gateway gateway;

    @BeforeAll
    static void start() throws IOException {
        gateway = TestGateways.start(
                "limits.max-body-bytes",
                "8KiB",
                "limits.max-publication-bytes",
                "6KiB",
                "limits.ingest-bytes-total",
                "1MiB");
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    private static String line(String channel, int number) {
        return "{\"channel\":\"" + channel + "\",\"message\":{\"type\":\"tick\",\"n\":" + number + "}}\n";
    }

    private static RawHttpClient.Answer publish(String body) throws IOException {
        return RawHttpClient.post(gateway.port(), PATH, NDJSON, body);
    }

    private static RawHttpClient chunkedUpload() throws IOException {
        RawHttpClient client = new RawHttpClient(gateway.port());
        return client.send(
                RawHttpClient.head("POST " + PATH, "Content-Type: " + NDJSON, "Transfer-Encoding: chunked") + "\r\n");
    }

    private static void sendChunk(RawHttpClient client, String text) throws IOException {
        client.send(Integer.toHexString(text.getBytes(UTF_8).length) + "\r\n" + text + "\r\n");
    }

    @Test
    void everyLineIsPublishedInOrder() throws Exception {
        try (Subscriber subscriber = new Subscriber(gateway.port(), "market_data")) {
            StringBuilder body = new StringBuilder();
            for (int i = 0; i < 600; i++) {
                body.append(line("market_data:order", i));
            }

            RawHttpClient.Answer answer = publish(body.toString());

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.header("content-type")).isEqualTo("application/json");
            assertThat(answer.body()).isEqualTo("{\"accepted\":600,\"errors\":[],\"errors_total\":0}");
            for (int i = 0; i < 600; i++) {
                assertThat(subscriber.take()).contains("\"n\":" + i + ",");
            }
        }
    }

    @Test
    void aBodyMayBeCutAnywhere() throws Exception {
        String body =
                line("chart_updates:港", 1) + "\r\n" + line("chart_updates:港", 2).trim();
        try (RawHttpClient client = chunkedUpload()) {
            for (byte each : body.getBytes(UTF_8)) {
                client.send("1\r\n").send(new byte[] {each}).send("\r\n");
            }
            RawHttpClient.Answer answer = client.send("0\r\n\r\n").read();

            assertThat(answer.body()).isEqualTo("{\"accepted\":2,\"errors\":[],\"errors_total\":0}");
            assertThat(client.send(RawHttpClient.head("GET /health/live") + "\r\n")
                            .read()
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    void aLineThatIsWrongIsNamedAndDoesNotStopTheOthers() throws IOException {
        String body = line("notifications", 1)
                + "{oops\n"
                + "\n"
                + "{\"channel\":\"nope\",\"message\":{}}\n"
                + "{\"channel\":\"notifications\"}\n"
                + "{\"channel\":\"notifications\",\"message\":{\"x\":\"" + "x".repeat(7000) + "\"}}\n"
                + "x".repeat(8193) + "\n"
                + line("notifications", 2);

        RawHttpClient.Answer answer = publish(body);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body())
                .startsWith("{\"accepted\":2,\"errors\":[")
                .contains("{\"line\":2,\"code\":\"invalid_json\",\"error\":\"Invalid JSON at byte 1\"}")
                .contains("{\"line\":4,\"code\":\"unknown_channel\",\"error\":\"unknown channel ")
                .contains("{\"line\":5,\"code\":\"missing_field\",\"error\":\"\\\"message\\\" is missing\"}")
                .contains("{\"line\":6,\"code\":\"message_too_large\",\"error\":\"a publication may take 6144 bytes")
                .contains(
                        "{\"line\":7,\"code\":\"message_too_large\",\"error\":\"the line exceeds limits.max-body-bytes")
                .endsWith("],\"errors_total\":5}");
    }

    @Test
    void theFirstHundredErrorsAreToldAndTheOthersCounted() throws IOException {
        RawHttpClient.Answer answer = publish("{\n".repeat(250) + line("notifications", 1));

        assertThat(answer.body()).startsWith("{\"accepted\":1,").endsWith(",\"errors_total\":250}");
        assertThat(answer.body().split("\"line\":", -1)).hasSize(101);
        assertThat(answer.body()).contains("{\"line\":100,").doesNotContain("{\"line\":101,");
    }

    @Test
    void anEmptyBodyPublishesNothing() throws IOException {
        assertThat(publish("").body()).isEqualTo("{\"accepted\":0,\"errors\":[],\"errors_total\":0}");
        assertThat(RawHttpClient.post(gateway.port(), PATH, "application/json", "{}")
                        .status())
                .isEqualTo(415);
    }

    @Test
    void aBrokenOffUploadKeepsWhatWasAccepted() throws Exception {
        try (Subscriber subscriber = new Subscriber(gateway.port(), "backtest_progress")) {
            RawHttpClient client = chunkedUpload();
            sendChunk(
                    client,
                    line("backtest_progress", 1) + line("backtest_progress", 2) + "{\"channel\":\"backtest_pro");
            assertThat(subscriber.take()).contains("\"n\":1,");
            // Only what was read before the reset counts, and nothing orders two connections.
            assertThat(subscriber.take()).contains("\"n\":2,");
            client.reset();

            assertThat(publish(line("backtest_progress", 3)).body()).contains("\"accepted\":1,");

            assertThat(subscriber.take()).contains("\"n\":3,", "\"offset\":3,");
        }
    }

    @Test
    void aBrokenChunkEndsTheUploadWithAnAnswer() throws Exception {
        try (RawHttpClient client = chunkedUpload()) {
            sendChunk(client, line("notifications", 1));
            client.send("rubbish\r\n");

            assertThat(client.read().status()).isEqualTo(400);
            assertThat(client.isClosedByServer()).isTrue();
        }
    }

    /** The publisher keeps at most 256 KiB ahead of the reader, who would else be closed as a slow one. */
    @Test
    void fiftyMegabytesPassInOrderThroughBoundedMemory() throws Exception {
        int lines = 12_800;
        String padding = "x".repeat(4_000);
        Semaphore ahead = new Semaphore(64);
        long directBefore = PlatformDependent.usedDirectMemory();

        try (Subscriber subscriber = new Subscriber(gateway.port(), "market_data");
                RawHttpClient client = chunkedUpload()) {
            CompletableFuture<Void> upload = CompletableFuture.runAsync(() -> {
                try {
                    for (int i = 0; i < lines; i++) {
                        if (!ahead.tryAcquire(10, TimeUnit.SECONDS)) {
                            throw new IllegalStateException("the reader is stuck");
                        }
                        sendChunk(
                                client,
                                "{\"channel\":\"market_data\",\"message\":{\"n\":" + i + ",\"x\":\"" + padding
                                        + "\"}}\n");
                    }
                    client.send("0\r\n\r\n");
                } catch (IOException | InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            });
            long directMax = 0;
            for (int i = 0; i < lines; i++) {
                assertThat(subscriber.take()).contains("\"n\":" + i + ",");
                ahead.release();
                directMax = Math.max(directMax, PlatformDependent.usedDirectMemory());
            }
            upload.join();

            assertThat(client.read().body()).isEqualTo("{\"accepted\":12800,\"errors\":[],\"errors_total\":0}");
            assertThat(directMax - directBefore).isLessThan(16 << 20);
        }
        await().until(() -> RawHttpClient.get(gateway.port(), "/api/v1/websocket/status")
                .body()
                .contains("\"ingest_bytes\":0"));
    }
}
