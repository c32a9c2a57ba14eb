package io.tickgate.core.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickgate.core.transport.http.RawHttpClient;
import io.tickgate.core.transport.http.RawHttpClient.Answer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How the pages are served; what they show, {@code pages/test} looks at in a browser. */
@Timeout(30)
class PagesTest {
    private TestGateway gateway;
    private AdminClient admin;

    @BeforeEach
    void start() {
        gateway = TestGateway.start(Wiring.EPOLL_TWO_LOOPS, "admin.listen", "127.0.0.1:0");
        admin = new AdminClient((InetSocketAddress) gateway.gateway().adminAddress());
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    private Answer get(String path, String... fields) throws IOException {
        return RawHttpClient.get(gateway.gateway().port(), path, fields);
    }

    @ParameterizedTest
    @CsvSource({
        "/, text/html; charset=utf-8",
        "/assets/trading.js, text/javascript; charset=utf-8",
        "/assets/trading.css, text/css; charset=utf-8",
        "/assets/icon.svg, image/svg+xml",
        "/assets/licences.txt, text/plain; charset=utf-8"
    })
    void everyFileHasItsTypeAndNothingMayBeMadeOfItThatItIsNot(String path, String type) throws IOException {
        Answer answer = get(path);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isNotEmpty();
        assertThat(answer.header("content-type")).isEqualTo(type);
        assertThat(answer.header("x-content-type-options")).isEqualTo("nosniff");
        assertThat(answer.header("x-frame-options")).isEqualTo("DENY");
        assertThat(answer.header("referrer-policy")).isEqualTo("no-referrer");
        assertThat(answer.header("cache-control")).isEqualTo("no-cache");
        assertThat(answer.header("content-security-policy"))
                .contains("default-src 'none'", "script-src 'self'", "connect-src 'self'", "frame-ancestors 'none'")
                .doesNotContain("unsafe", "http:", "https:", "*");
    }

    @Test
    void headHasTheSameFieldsAndNoBody() throws IOException {
        try (RawHttpClient client = new RawHttpClient(gateway.gateway().port())) {
            Answer got = get("/");

            Answer head = client.send(RawHttpClient.head("HEAD /") + "\r\n").readHead();

            assertThat(head.status()).isEqualTo(200);
            assertThat(head.header("etag")).isEqualTo(got.header("etag")).isNotEmpty();
            assertThat(head.header("content-length")).isEqualTo(got.header("content-length"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"%s", "W/%s", "\"other\", %s", "*"})
    void whoHasTheFileIsToldSo(String field) throws IOException {
        String etag = get("/assets/trading.js").header("etag");

        Answer again = get("/assets/trading.js", "If-None-Match: " + field.formatted(etag));

        assertThat(again.status()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
        assertThat(again.header("etag")).isEqualTo(etag);
        assertThat(again.header("content-length")).isEmpty();
        assertThat(get("/assets/trading.js", "If-None-Match: \"other\"").status())
                .isEqualTo(200);
    }

    @Test
    void whoTakesGzipGetsTheSameBytesCompressedUnderAnotherTag() throws Exception {
        URI uri = URI.create("http://localhost:" + gateway.gateway().port() + "/assets/trading.js");
        HttpResponse<byte[]> compressed = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(uri)
                                .header("Accept-Encoding", "gzip")
                                .build(),
                        HttpResponse.BodyHandlers.ofByteArray());
        Answer plain = get("/assets/trading.js");

        assertThat(compressed.headers().firstValue("content-encoding")).contains("gzip");
        assertThat(compressed.headers().firstValue("vary").orElse("")).containsIgnoringCase("accept-encoding");
        assertThat(compressed.headers().firstValue("etag"))
                .isPresent()
                .isNotEqualTo(java.util.Optional.of(plain.header("etag")));
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(compressed.body()))) {
            assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo(plain.body());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/ops",
                "/assets/ops.js",
                "/assets/",
                "/assets/..%2fversion.properties",
                "/assets/../version.properties",
                "/index.html",
                "//"
            })
    void nothingElseIsThere(String path) throws IOException {
        assertThat(get(path).status()).isEqualTo(404);
    }

    @Test
    void thePageOfOperationsIsOnTheOperatorsListenerAlone() {
        for (String path : List.of("/ops", "/assets/ops.js", "/assets/ops.css", "/assets/icon.svg")) {
            assertThat(admin.get(path).status()).as(path).isEqualTo(200);
        }
        assertThat(admin.get("/ops").header("content-security-policy")).contains("frame-ancestors 'none'");
        assertThat(admin.get("/").status()).isEqualTo(404);
    }

    @Test
    void aPageIsForEverybodyEvenWhereTokensAreAskedFor() throws IOException {
        try (TestGateway strict = TestGateway.start(
                Wiring.EPOLL_TWO_LOOPS,
                "auth.mode",
                "required",
                "auth.hs-secret",
                "0123456789abcdef0123456789abcdef0123456789abcdef")) {
            assertThat(RawHttpClient.get(strict.gateway().port(), "/").status()).isEqualTo(200);
            assertThat(RawHttpClient.get(strict.gateway().port(), "/api/v1/websocket/status")
                            .status())
                    .isEqualTo(401);
        }
    }

    @Test
    void theyCanBeSwitchedOff() throws IOException {
        try (TestGateway bare = TestGateway.start(Wiring.EPOLL_TWO_LOOPS, "server.pages", "false")) {
            assertThat(RawHttpClient.get(bare.gateway().port(), "/").status()).isEqualTo(404);
            assertThat(RawHttpClient.get(bare.gateway().port(), "/assets/trading.js")
                            .status())
                    .isEqualTo(404);
        }
    }
}
