package io.tickgate.core.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickgate.core.transport.http.RawHttpClient;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A publication that is sent again under its key, by whichever way, is there once. Each test has channels of its own. */
class PublishOnceTest {
    private static final String PATH = "/api/v1/websocket/";
    private static final String JSON = "application/json";
    private static final String NDJSON = "application/x-ndjson";

    private static TestGateway gateway;

    @BeforeAll
    static void start() {
        gateway = TestGateway.start(Wiring.EPOLL_TWO_LOOPS);
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    private static String body(String channel, int n, String key) {
        return "{\"channel\":\"" + channel + "\",\"message\":{\"type\":\"t\",\"n\":" + n + "}"
                + (key.isEmpty() ? "" : ",\"idempotency_key\":\"" + key + "\"") + "}";
    }

    private static RawHttpClient.Answer broadcast(String body, String... headers) throws IOException {
        return RawHttpClient.post(gateway.port(), PATH + "broadcast", JSON, body, headers);
    }

    private static RawWebSocket subscriber(String channel) {
        RawWebSocket client = gateway.client();
        client.ask("{\"type\":\"subscribe\",\"channel\":\"" + channel + "\"}");
        return client;
    }

    @Test
    void everyWayKnowsTheKeysOfTheOthers() throws IOException {
        String channel = "market_data:ways";
        RawWebSocket subscriber = subscriber(channel);
        RawWebSocket publisher = gateway.client();
        String command = "{\"type\":\"publish\",\"id\":1,\"channel\":\"" + channel
                + "\",\"message\":{\"type\":\"t\",\"n\":1},\"idempotency_key\":\"k\"}";

        Map<String, Object> first = publisher.ask(command);
        Map<String, Object> again = publisher.ask(command);
        RawHttpClient.Answer byBody = broadcast(body(channel, 2, "k"));
        RawHttpClient.Answer byHeader = broadcast(body(channel, 3, ""), "Idempotency-Key: k");
        RawHttpClient.Answer byQuotedHeader = broadcast(body(channel, 4, "k"), "idempotency-key: \"k\"");
        RawHttpClient.Answer byLine =
                RawHttpClient.post(gateway.port(), PATH + "publications", NDJSON, body(channel, 5, "k"));
        broadcast(body(channel, 6, "other"));

        assertThat(first).containsEntry("recipient_count", 1L).doesNotContainKey("duplicate");
        assertThat(again)
                .containsEntry("type", "publish_confirmed")
                .containsEntry("id", 1L)
                .containsEntry("channel", channel)
                .containsEntry("offset", first.get("offset"))
                .containsEntry("recipient_count", 0L)
                .containsEntry("duplicate", true);
        String told = "\"recipient_count\":0,\"offset\":" + first.get("offset") + ",\"duplicate\":true,";
        assertThat(byBody.body()).contains("{\"success\":true,\"channel\":\"" + channel + "\"", told);
        assertThat(byHeader.body()).contains(told);
        assertThat(byQuotedHeader.body()).contains(told);
        assertThat(byLine.body()).isEqualTo("{\"accepted\":1,\"duplicates\":1,\"errors\":[],\"errors_total\":0}");
        assertThat(subscriber.readJson()).containsEntry("n", 1L);
        assertThat(subscriber.readJson()).containsEntry("n", 6L);
        Map<String, Double> metrics =
                Scrape.of(RawHttpClient.get(gateway.port(), "/metrics").body()).samples();
        assertThat(metrics.get("gateway_publications_duplicate_total")).isGreaterThanOrEqualTo(5);
        assertThat(metrics.get("gateway_limit_used{key=\"limits.max-idempotency-keys\"}"))
                .isGreaterThanOrEqualTo(2);
    }

    @Test
    void aStreamThatIsSentAgainPublishesTheLinesThatWereMissing() throws IOException {
        String channel = "market_data:stream";
        RawWebSocket subscriber = subscriber(channel);
        String both = body(channel, 1, "a") + '\n' + body(channel, 2, "b") + '\n';

        RawHttpClient.post(gateway.port(), PATH + "publications", NDJSON, both);
        RawHttpClient.Answer again = RawHttpClient.post(
                gateway.port(),
                PATH + "publications",
                NDJSON,
                both + body(channel, 3, "c d") + '\n' + body(channel, 4, "d") + '\n' + body(channel, 5, "") + '\n');

        assertThat(again.body())
                .startsWith(
                        "{\"accepted\":4,\"duplicates\":2,\"errors\":[{\"line\":3,\"code\":\"invalid_field\",\"error\":\"")
                .contains("\\\"idempotency_key\\\" must be a string of 1 to 64 characters")
                .endsWith("\"errors_total\":1}");
        for (long n : new long[] {1, 2, 4, 5}) {
            assertThat(subscriber.readJson()).containsEntry("n", n);
        }
    }

    @Test
    void aHeaderThatSaysAnotherKeyThanTheBodyIsRefusedByBothNames() throws IOException {
        RawWebSocket subscriber = subscriber("market_data:two");

        RawHttpClient.Answer answer = broadcast(body("market_data:two", 1, "one"), "Idempotency-Key: other");
        broadcast(body("market_data:two", 2, "one"));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body())
                .contains(
                        "\"code\":\"bad_request\"",
                        "The header Idempotency-Key and \\\"idempotency_key\\\" say two things")
                .contains("\"pointer\":\"/idempotency_key\"");
        assertThat(subscriber.readJson()).containsEntry("n", 2L);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Idempotency-Key: two words                                                         | 1 to 64 characters",
                "Idempotency-Key:                                                                   | 1 to 64 characters",
                "Idempotency-Key: \"\"                                                              | 1 to 64 characters",
                "Idempotency-Key: 0123456789012345678901234567890123456789012345678901234567890abcd | 1 to 64 characters",
                "Idempotency-Key: schlüssel                                                         | ASCII",
                "Idempotency-Key: a\\r\\nIdempotency-Key: a                                         | must come once"
            })
    void aHeaderThatIsNoKeyIsRefused(String header, String rule) throws IOException {
        RawHttpClient.Answer answer = broadcast(body("market_data", 1, ""), header.replace("\\r\\n", "\r\n"));

        assertThat(answer.status()).as(answer.body()).isEqualTo(400);
        assertThat(answer.body()).contains("The header Idempotency-Key", rule);
    }

    @Test
    void aStreamHasNoKeyOfItsOwn() throws IOException {
        RawHttpClient.Answer answer = RawHttpClient.post(
                gateway.port(), PATH + "publications", NDJSON, body("market_data", 1, ""), "Idempotency-Key: k");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).contains("each line has its own \\\"idempotency_key\\\"");
    }

    @Test
    void aCommandWithABadKeyIsRefusedByNameAndTheConnectionLivesOn() {
        RawWebSocket client = gateway.client();

        Map<String, Object> refused = client.ask(
                "{\"type\":\"publish\",\"id\":7,\"channel\":\"market_data\",\"message\":{},\"idempotency_key\":\"\"}");

        assertThat(refused)
                .containsEntry("code", "invalid_field")
                .containsEntry("field", "idempotency_key")
                .containsEntry("command", "publish")
                .containsEntry("id", 7L);
        assertThat(client.ask("{\"type\":\"ping\"}")).containsEntry("type", "pong");
    }
}
