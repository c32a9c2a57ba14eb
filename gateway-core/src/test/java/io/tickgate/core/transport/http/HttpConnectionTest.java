package io.tickgate.core.transport.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tickgate.core.Gateway;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One connection's life: keep-alive, pipelining, HEAD, expectations, and what a head may not be. */
class HttpConnectionTest {
    private static final String BROADCAST = "/api/v1/websocket/broadcast";

    private static Gateway gateway;

    @BeforeAll
    static void start() throws IOException {
        gateway = TestGateways.start("limits.max-body-bytes", "2KiB");
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    private static String body(String type) {
        return "{\"channel\":\"notifications\",\"message\":{\"type\":\"" + type + "\"}}";
    }

    private static RawHttpClient connect() throws IOException {
        return new RawHttpClient(gateway.port());
    }

    @Test
    void aConnectionServesOneRequestAfterTheOther() throws IOException {
        try (RawHttpClient client = connect()) {
            for (int i = 0; i < 3; i++) {
                RawHttpClient.Answer answer = client.send(RawHttpClient.head("GET /health/live") + "\r\n")
                        .read();

                assertThat(answer.status()).isEqualTo(200);
                assertThat(answer.headers()).doesNotContainKey("connection");
            }
        }
    }

    @Test
    void refusalsThatLeaveNoDoubtKeepTheConnection() throws IOException {
        try (RawHttpClient client = connect()) {
            assertThat(client.send(RawHttpClient.head("GET /nowhere") + "\r\n")
                            .read()
                            .status())
                    .isEqualTo(404);
            assertThat(client.send(RawHttpClient.posting(BROADCAST, "application/json", "{"))
                            .read()
                            .status())
                    .isEqualTo(400);
            assertThat(client.send(RawHttpClient.head("GET /health/live", "Host: evil.example") + "\r\n")
                            .read()
                            .status())
                    .isEqualTo(421);
            assertThat(client.send(RawHttpClient.head("GET /health/live") + "\r\n")
                            .read()
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    void pipelinedRequestsAreAnsweredInTheirOrder() throws IOException {
        StringBuilder requests = new StringBuilder();
        for (int i = 0; i < 50; i++) {
            requests.append(RawHttpClient.posting(BROADCAST, "application/json", body("n" + i)));
            requests.append(RawHttpClient.head("GET /nowhere/" + i)).append("\r\n");
        }

        try (RawHttpClient client = connect()) {
            client.send(requests.toString());

            for (int i = 0; i < 50; i++) {
                assertThat(client.read().body()).contains("\"success\":true");
                assertThat(client.read().body()).contains("\"instance\":\"/nowhere/" + i + "\"");
            }
        }
    }

    @Test
    void aRequestMayArriveByteByByte() throws IOException {
        try (RawHttpClient client = connect()) {
            for (byte each : RawHttpClient.posting(BROADCAST, "application/json", body("test"))
                    .getBytes(UTF_8)) {
                client.send(new byte[] {each});
            }

            assertThat(client.read().status()).isEqualTo(200);
        }
    }

    @Test
    void connectionCloseEndsItAfterTheAnswer() throws IOException {
        try (RawHttpClient client = connect()) {
            RawHttpClient.Answer answer = client.send(
                            RawHttpClient.head("GET /health/live", "Connection: close") + "\r\n")
                    .read();

            assertThat(answer.header("connection")).isEqualTo("close");
            assertThat(client.isClosedByServer()).isTrue();
        }
    }

    @Test
    void http10EndsAfterOneAnswerUnlessAskedToStay() throws IOException {
        try (RawHttpClient client = connect()) {
            RawHttpClient.Answer kept = client.send("GET /health/live HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")
                    .read();
            RawHttpClient.Answer last =
                    client.send("GET /health/live HTTP/1.0\r\n\r\n").read();

            assertThat(kept.header("connection")).isEqualTo("keep-alive");
            assertThat(last.status()).isEqualTo(200);
            assertThat(client.isClosedByServer()).isTrue();
        }
    }

    @Test
    void headIsGetWithoutTheBody() throws IOException {
        try (RawHttpClient client = connect()) {
            RawHttpClient.Answer head = client.send(RawHttpClient.head("HEAD /health/live") + "\r\n")
                    .readHead();
            RawHttpClient.Answer get =
                    client.send(RawHttpClient.head("GET /health/live") + "\r\n").read();

            assertThat(head.status()).isEqualTo(200);
            assertThat(head.header("content-length"))
                    .isEqualTo(get.header("content-length"))
                    .isNotEqualTo("0");
            assertThat(get.body()).isEqualTo("{\"status\":\"live\"}");
        }
    }

    @Test
    void everyAnswerSaysWhatItIsAndIsNotKept() throws IOException {
        RawHttpClient.Answer answer = RawHttpClient.get(gateway.port(), "/health/live");

        assertThat(answer.header("content-type")).isEqualTo("application/json");
        assertThat(answer.header("cache-control")).isEqualTo("no-store");
        assertThat(answer.header("x-content-type-options")).isEqualTo("nosniff");
        assertThat(answer.header("date")).matches("\\w{3}, \\d{2} \\w{3} \\d{4} \\d{2}:\\d{2}:\\d{2} GMT");
    }

    @Test
    void anExpectationIsMetBeforeTheBodyIsSent() throws IOException {
        String body = body("test");
        try (RawHttpClient client = connect()) {
            client.send(RawHttpClient.head(
                            "POST " + BROADCAST,
                            "Content-Type: application/json",
                            "Expect: 100-continue",
                            "Content-Length: " + body.length())
                    + "\r\n");
            assertThat(client.readHead().status()).isEqualTo(100);

            assertThat(client.send(body).read().status()).isEqualTo(200);
        }
    }

    @Test
    void aBodyThatWillBeRefusedIsNotAskedFor() throws IOException {
        try (RawHttpClient client = connect()) {
            client.send(RawHttpClient.head(
                            "POST " + BROADCAST,
                            "Content-Type: application/json",
                            "Expect: 100-continue",
                            "Content-Length: 2049")
                    + "\r\n");

            RawHttpClient.Answer answer = client.read();

            assertThat(answer.status()).isEqualTo(413);
            assertThat(answer.body()).contains("body_too_large", "limits.max-body-bytes, which is 2048");
            assertThat(client.isClosedByServer()).isTrue();
        }
    }

    @Test
    void anAnswerOutlivesTheRestOfABodyThatNobodyReads() throws IOException {
        try (RawHttpClient client = connect()) {
            client.send(RawHttpClient.head("POST /nowhere", "Content-Length: 4000000") + "\r\n");
            client.send(new byte[1_000_000]);

            assertThat(client.read().status()).isEqualTo(404);
        }
    }

    @ParameterizedTest
    @CsvSource({"2048, 400", "2049, 413"})
    void aChunkedBodyIsCountedAsItComes(int bytes, int status) throws IOException {
        String size = Integer.toHexString(bytes);

        RawHttpClient.Answer answer = RawHttpClient.exchange(
                gateway.port(),
                RawHttpClient.head("POST " + BROADCAST, "Content-Type: application/json", "Transfer-Encoding: chunked")
                        + "\r\n" + size + "\r\n" + "x".repeat(bytes) + "\r\n0\r\n\r\n");

        assertThat(answer.status()).isEqualTo(status);
    }

    @Test
    void aRefusedHeadHasNoBodyEither() throws IOException {
        try (RawHttpClient client = connect()) {
            RawHttpClient.Answer missing =
                    client.send(RawHttpClient.head("HEAD /nowhere") + "\r\n").readHead();

            assertThat(missing.status()).isEqualTo(404);
            assertThat(missing.header("content-length")).isNotEqualTo("0");
            assertThat(client.send(RawHttpClient.head("GET /health/live") + "\r\n")
                            .read()
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    void oneExpectationAmongOthersIsOneTooMany() throws IOException {
        assertThat(RawHttpClient.get(gateway.port(), "/health/live", "Expect: 100-continue", "Expect: tea")
                        .status())
                .isEqualTo(417);
    }

    @Test
    void optionsTellsWhatAPathAllows() throws IOException {
        RawHttpClient.Answer path =
                RawHttpClient.exchange(gateway.port(), RawHttpClient.head("OPTIONS /health/live") + "\r\n");
        RawHttpClient.Answer all = RawHttpClient.exchange(gateway.port(), RawHttpClient.head("OPTIONS *") + "\r\n");
        RawHttpClient.Answer none =
                RawHttpClient.exchange(gateway.port(), RawHttpClient.head("OPTIONS /nowhere") + "\r\n");

        assertThat(path.header("allow").split(", ")).containsExactlyInAnyOrder("GET", "HEAD", "OPTIONS");
        assertThat(all.header("allow").split(", "))
                .containsExactlyInAnyOrder("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS");
        assertThat(none.status()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource({
        "GET /nowhere, 404, not_found",
        "GET /api/v1/websocket/status/, 404, not_found",
        "GET /%zz, 400, bad_request",
        "DELETE /health/live, 405, method_not_allowed",
        "GET /api/v1/websocket/broadcast, 405, method_not_allowed",
        "BREW /health/live, 405, method_not_allowed",
        "POST /api/v1/websocket/ws, 405, method_not_allowed",
        "GET /api/v1/websocket/ws, 426, upgrade_required"
    })
    void aWrongLineIsRefusedByName(String line, int status, String code) throws IOException {
        RawHttpClient.Answer answer = RawHttpClient.exchange(gateway.port(), RawHttpClient.head(line) + "\r\n");

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.header("content-type")).isEqualTo("application/problem+json");
        assertThat(answer.body()).contains("\"code\":\"" + code + "\"", "\"status\":" + status);
        assertThat(answer.headers().containsKey("allow")).isEqualTo(status == 405);
        assertThat(answer.header("upgrade")).isEqualTo(status == 426 ? "websocket" : "");
        assertThat(answer.header("connection")).isEqualTo(status == 426 ? "upgrade" : "");
        assertThat(answer.header("sec-websocket-version")).isEqualTo(status == 426 ? "13" : "");
    }

    @ParameterizedTest
    @CsvSource({
        "GET /health/live HTTP/2.0, 505",
        "GET /health/live HTTP/1.2, 505",
        "GET /health/live HTTP/0.9, 505",
        "GET /health/live, 400",
        "rubbish, 400"
    })
    void anotherVersionIsNotSpoken(String line, int status) throws IOException {
        try (RawHttpClient client = connect()) {
            client.send(line + "\r\nHost: localhost\r\n\r\n");

            assertThat(client.read().status()).isEqualTo(status);
            assertThat(client.isClosedByServer()).isTrue();
        }
    }

    @Test
    void linesAndHeadsHaveAnEnd() throws IOException {
        RawHttpClient.Answer line = RawHttpClient.get(gateway.port(), "/" + "x".repeat(5000));
        RawHttpClient.Answer head = RawHttpClient.get(gateway.port(), "/health/live", "X-Long: " + "x".repeat(9000));
        List<String> fields = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            fields.add("X-Field-Number-" + i + ": x");
        }
        RawHttpClient.Answer many = RawHttpClient.get(gateway.port(), "/health/live", fields.toArray(new String[0]));

        assertThat(line.status()).isEqualTo(414);
        assertThat(line.body()).contains("uri_too_long");
        assertThat(head.status()).isEqualTo(431);
        assertThat(head.body()).contains("header_too_large");
        assertThat(many.status()).isEqualTo(431);
    }

    @ParameterizedTest
    @CsvSource({
        "Expect: 200-maybe, 417",
        "Host: evil.example, 421",
        "Host: localhost:99999, 400",
        "Host: a b, 400",
        "Host:, 400",
        "Origin: https://evil.example, 403",
        "Origin: null, 403",
    })
    void aWrongFieldIsRefused(String field, int status) throws IOException {
        assertThat(RawHttpClient.get(gateway.port(), "/health/live", field).status())
                .isEqualTo(status);
    }

    @Test
    void hostStandsExactlyOnce() throws IOException {
        assertThat(RawHttpClient.exchange(gateway.port(), "GET /health/live HTTP/1.1\r\n\r\n")
                        .status())
                .isEqualTo(400);
        assertThat(RawHttpClient.get(gateway.port(), "/health/live", "Host: localhost", "Host: localhost")
                        .status())
                .isEqualTo(400);
        assertThat(RawHttpClient.get(
                                gateway.port(), "/health/live", "Origin: http://localhost", "Origin: http://localhost")
                        .status())
                .isEqualTo(403);
    }

    @Test
    void anAbsoluteTargetIsHeldToTheSameHosts() throws IOException {
        assertThat(RawHttpClient.get(gateway.port(), "http://localhost/health/live")
                        .status())
                .isEqualTo(200);
        assertThat(RawHttpClient.get(gateway.port(), "http://evil.example/health/live")
                        .status())
                .isEqualTo(421);
    }

    @Test
    void aRequestWithoutABodyTakesNone() throws IOException {
        RawHttpClient.Answer answer = RawHttpClient.exchange(
                gateway.port(), RawHttpClient.head("GET /health/live", "Content-Length: 2") + "\r\n{}");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).contains("takes no body");
    }
}
