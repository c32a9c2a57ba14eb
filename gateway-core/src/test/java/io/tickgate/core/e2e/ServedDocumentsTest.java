package io.tickgate.core.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickgate.core.document.ApiDocument;
import io.tickgate.core.transport.http.RawHttpClient;
import io.tickgate.core.transport.http.RawHttpClient.Answer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each listener describes itself, to everybody who reaches it. */
@Timeout(30)
class ServedDocumentsTest {
    private TestGateway gateway;

    @BeforeEach
    void start() {
        gateway = TestGateway.start(
                Wiring.EPOLL_TWO_LOOPS,
                "admin.listen",
                "127.0.0.1:0",
                "auth.mode",
                "required",
                "auth.hs-secret",
                "0123456789abcdef0123456789abcdef");
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    private int port(String listener) {
        return listener.equals("public")
                ? gateway.port()
                : ((InetSocketAddress) gateway.gateway().adminAddress()).getPort();
    }

    @ParameterizedTest
    @CsvSource({"public, /openapi, openapi", "public, /asyncapi, asyncapi", "admin, /openapi, admin-openapi"})
    void bothFormsSayTheSame(String listener, String path, String name) throws IOException {
        Answer yaml = RawHttpClient.get(port(listener), path + ".yaml");
        Answer json = RawHttpClient.get(port(listener), path + ".json");

        assertThat(yaml.header("content-type")).isEqualTo("application/yaml");
        assertThat(json.header("content-type")).isEqualTo("application/json");
        Map<String, Object> tree = ApiDocument.parse(yaml.body()).tree();
        assertThat(ApiDocument.parse(json.body()).tree()).isEqualTo(tree);
        tree.remove("info");
        Map<String, Object> shipped = ApiDocument.read(name).tree();
        shipped.remove("info");
        assertThat(tree).isEqualTo(shipped);
    }

    @Test
    void whoHasItIsToldSo() throws IOException {
        Answer first = RawHttpClient.get(gateway.port(), "/openapi.yaml");
        String etag = first.header("etag");

        Answer again = RawHttpClient.get(gateway.port(), "/openapi.yaml", "If-None-Match: " + etag);

        assertThat(first.header("cache-control")).isEqualTo("no-cache");
        assertThat(again.status()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
        assertThat(again.header("etag")).isEqualTo(etag);
    }

    @Test
    void aDocumentIsOnlyRead() throws IOException {
        Answer answer = RawHttpClient.post(gateway.port(), "/asyncapi.json", "application/json", "{}");

        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.header("allow")).isEqualTo("GET, HEAD, OPTIONS");
        try (RawHttpClient client = new RawHttpClient(gateway.port())) {
            Answer head = client.send(RawHttpClient.head("HEAD /asyncapi.json") + "\r\n")
                    .readHead();
            assertThat(head.status()).isEqualTo(200);
            assertThat(head.header("content-length"))
                    .isEqualTo(
                            RawHttpClient.get(gateway.port(), "/asyncapi.json").header("content-length"));
        }
    }
}
