package io.tickgate.core.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code GET /metrics} of a gateway on which something has happened. */
@ParameterizedClass
@EnumSource(
        value = Wiring.class,
        names = {"EPOLL_ONE_LOOP", "EPOLL_TWO_LOOPS", "NIO_TWO_LOOPS"})
class MetricsTest {
    private static final String OPENMETRICS = "application/openmetrics-text; version=1.0.0; charset=utf-8";

    @Parameter
    Wiring wiring;

    private TestGateway gateway;

    @BeforeEach
    void start() {
        gateway = TestGateway.start(wiring, "limits.max-connections-per-ip", "2");
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    private HttpResponse<byte[]> get(String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(gateway.uri("/metrics"));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private Scrape scrape() {
        return Scrape.of(gateway.request("GET", "/metrics", "").body());
    }

    @Test
    void whatHappenedIsCountedByWhatItWas() {
        MetricsScene.play(gateway);
        Awaitility.await()
                .untilAsserted(() -> assertThat(scrape().get("gateway_closes_total{code=\"client\"}"))
                        .isEqualTo(1));
        gateway.client();
        assertThat(gateway.unopened(0).handshake().status()).isEqualTo(429);

        Awaitility.await().untilAsserted(() -> {
            Scrape scrape = scrape();
            assertThat(scrape.get("gateway_deliveries_total{family=\"market_data\"}"))
                    .isEqualTo(3);
            assertThat(scrape.get("gateway_publish_to_socket_seconds_count{family=\"market_data\"}"))
                    .isEqualTo(3);
        });

        Scrape scrape = scrape();
        assertThat(scrape.get("gateway_connections")).isEqualTo(2);
        assertThat(scrape.get("gateway_connections_total{result=\"opened\"}")).isEqualTo(3);
        assertThat(scrape.get("gateway_connections_total{result=\"address_full\"}"))
                .isEqualTo(1);
        assertThat(scrape.get("gateway_subscriptions{family=\"market_data\"}")).isEqualTo(1);
        for (String via : Set.of("http", "java", "websocket")) {
            assertThat(scrape.get("gateway_publications_total{family=\"market_data\",via=\"" + via + "\"}"))
                    .as(via)
                    .isEqualTo(1);
        }
        assertThat(scrape.get("gateway_encodings_total{kind=\"json\"}")).isGreaterThanOrEqualTo(3);
        assertThat(scrape.get("gateway_commands_total{type=\"subscribe\"}")).isEqualTo(2);
        assertThat(scrape.get("gateway_commands_total{type=\"publish\"}")).isEqualTo(1);
        assertThat(scrape.get("gateway_commands_total{type=\"malformed\"}")).isEqualTo(1);
        assertThat(scrape.get("gateway_errors_total{code=\"unknown_type\"}")).isEqualTo(1);
        assertThat(scrape.get("gateway_errors_total{code=\"unknown_channel\"}")).isEqualTo(1);
        assertThat(scrape.get("gateway_errors_total{code=\"not_found\"}"))
                .as("HTTP's")
                .isEqualTo(1);
        assertThat(scrape.get("gateway_errors_total{code=\"too_many_connections_from_address\"}"))
                .isEqualTo(1);
        assertThat(scrape.get("gateway_outbound_bytes_total")).isGreaterThan(500);
        assertThat(scrape.get("gateway_limit{key=\"limits.max-connections\"}")).isEqualTo(1000);
        assertThat(scrape.get("gateway_limit_used{key=\"limits.max-connections\"}"))
                .isEqualTo(2);
        assertThat(scrape.get("gateway_limit_used{key=\"limits.max-topics\"}")).isGreaterThanOrEqualTo(3);
        assertThat(scrape.get("process_resident_memory_bytes")).isGreaterThan(10 << 20);
    }

    @Test
    void theBucketsOfATimeAddUp() {
        RawWebSocket client = MetricsScene.play(gateway);
        MetricsScene.publish(gateway, client);
        String sample = "gateway_publish_to_socket_seconds_bucket{family=\"market_data\",le=\"";

        Awaitility.await()
                .untilAsserted(
                        () -> assertThat(scrape().get(sample + "+Inf\"}")).isEqualTo(6));

        Scrape scrape = scrape();
        double before = 0;
        for (String upper :
                "0.0001 0.00025 0.0005 0.001 0.0025 0.005 0.01 0.025 0.05 0.1 0.25 0.5 1.0 +Inf".split(" ", -1)) {
            double count = scrape.get(sample + upper + "\"}");
            assertThat(count).as(upper).isBetween(before, 6.0);
            before = count;
        }
        assertThat(scrape.get("gateway_publish_to_socket_seconds_sum{family=\"market_data\"}"))
                .isBetween(0.000_006, 60.0);
    }

    @Test
    void theReaderChoosesTheFormAndWhetherItIsCompressed() throws IOException, InterruptedException {
        HttpResponse<byte[]> text = get();
        assertThat(text.headers().firstValue("content-type")).hasValue("text/plain; version=0.0.4; charset=utf-8");
        assertThat(text.headers().firstValue("content-encoding")).isEmpty();
        HttpResponse<byte[]> open = get(
                "Accept",
                "application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,"
                        + "text/plain;version=0.0.4;q=0.5,*/*;q=0.1",
                "Accept-Encoding",
                "gzip");

        assertThat(open.headers().firstValue("content-type")).hasValue(OPENMETRICS);
        assertThat(open.headers().firstValue("content-encoding")).hasValue("gzip");
        assertThat(open.headers().allValues("vary")).contains("accept, accept-encoding");
        String page = new String(
                new GZIPInputStream(new ByteArrayInputStream(open.body())).readAllBytes(), StandardCharsets.UTF_8);
        assertThat(page).endsWith("\n# EOF\n");
        assertThat(page).contains("# TYPE gateway_deliveries counter\n", "# TYPE gateway_connections gauge\n");
        assertThat(Scrape.of(page).samples().keySet())
                .as("the same samples in both forms")
                .isEqualTo(Scrape.of(new String(text.body(), StandardCharsets.UTF_8))
                        .samples()
                        .keySet());
    }

    @Test
    void headIsAnsweredAndAnotherMethodIsNot() {
        assertThat(gateway.request("HEAD", "/metrics", "").statusCode()).isEqualTo(200);
        assertThat(gateway.request("POST", "/metrics", "").statusCode()).isEqualTo(405);
    }

    @Test
    void noLabelHoldsWhatAClientChose() {
        Map<String, Double> before = scrape().samples();
        MetricsScene.play(gateway);
        for (int i = 0; i < 50; i++) {
            gateway.broadcast("market_data:" + i, "{}");
            gateway.request("GET", "/" + i, "");
        }

        assertThat(scrape().samples().keySet()).isEqualTo(before.keySet());
    }
}
