package io.tickgate.core.transport.http.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tickgate.core.Gateway;
import io.tickgate.core.transport.http.RawHttpClient;
import io.tickgate.core.transport.http.TestGateways;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class StatusAndHealthTest {
    private static final String STATUS = "/api/v1/websocket/status";

    @Test
    void theStatusHasTheNamesOfTheWire() throws Exception {
        try (Gateway gateway = TestGateways.start("channels", "orders", "timeouts.shutdown", "0s");
                Subscriber subscriber = new Subscriber(gateway.port(), "market_data:0700.HK")) {
            RawHttpClient.Answer answer = RawHttpClient.get(gateway.port(), STATUS);

            assertThat(subscriber.connectionId()).isNotEmpty();
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.header("content-type")).isEqualTo("application/json");
            assertThat(answer.body())
                    .startsWith("{\"status\":\"online\",\"connections\":{\"total_connections\":1,\"subscriptions\":{"
                            + "\"market_data\":1,\"backtest_progress\":0,\"chart_updates\":0,\"notifications\":0,"
                            + "\"system_status\":0,\"orders\":0}},\"limits\":{\"max_connections\":1000,"
                            + "\"max_connections_per_ip\":200,")
                    .contains("\"messages\":{", "\"published\":0", "\"delivered\":", "\"uptime_seconds\":")
                    .matches(".*\"version\":\"[^\"]+\",\"timestamp\":\"[^\"]+Z\"}");
        }
    }

    @Test
    void halfABodyAndPlainSocketsAreCounted() throws Exception {
        try (Gateway gateway = TestGateways.start("timeouts.shutdown", "0s");
                RawHttpClient half = new RawHttpClient(gateway.port());
                RawHttpClient silent = new RawHttpClient(gateway.port());
                RawHttpClient reader = new RawHttpClient(gateway.port())) {
            half.send(RawHttpClient.head(
                            "POST /api/v1/websocket/broadcast",
                            "Content-Type: application/json",
                            "Content-Length: 5000")
                    + "\r\n{");

            await().untilAsserted(() -> assertThat(get(reader, STATUS).body())
                    .containsPattern("\"inbound_bytes\":[1-9]")
                    .contains("\"http_connections\":2,", "\"sockets_not_upgraded\":3"));

            half.reset();
            await().untilAsserted(() -> assertThat(get(reader, STATUS).body())
                    .contains("\"inbound_bytes\":0,", "\"http_connections\":1,", "\"sockets_not_upgraded\":2"));
            silent.reset();
        }
    }

    @Test
    void anIdleGatewayShowsTheFiveChannels() throws Exception {
        try (Gateway gateway = TestGateways.start()) {
            assertThat(RawHttpClient.get(gateway.port(), STATUS).body())
                    .contains("\"subscriptions\":{\"market_data\":0,\"backtest_progress\":0,\"chart_updates\":0,"
                            + "\"notifications\":0,\"system_status\":0}");
            assertThat(RawHttpClient.get(gateway.port(), "/health/live").body()).isEqualTo("{\"status\":\"live\"}");
            assertThat(RawHttpClient.get(gateway.port(), "/health/ready").body())
                    .isEqualTo("{\"status\":\"ready\"}");
        }
    }

    /** The subscriber does not answer the close frame, so that the gateway waits for it, and drains meanwhile. */
    @Test
    void aDrainingGatewayLivesButIsNotReady() throws Exception {
        Gateway gateway = TestGateways.start("timeouts.shutdown", "10s", "timeouts.close-handshake", "10s");
        try (RawHttpClient publisher = new RawHttpClient(gateway.port());
                RawHttpClient silent = new RawHttpClient(gateway.port())) {
            silent.send(RawHttpClient.head(
                            "GET /api/v1/websocket/ws",
                            "Upgrade: websocket",
                            "Connection: Upgrade",
                            "Sec-WebSocket-Version: 13",
                            "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==")
                    + "\r\n");
            assertThat(silent.readHead().status()).isEqualTo(101);
            assertThat(get(publisher, "/health/ready").status()).isEqualTo(200);

            CompletableFuture<Void> closed = CompletableFuture.runAsync(gateway::close);
            await().until(() -> get(publisher, "/health/ready").status() == 503);

            RawHttpClient.Answer ready = get(publisher, "/health/ready");
            assertThat(ready.header("retry-after")).isEqualTo("5");
            assertThat(ready.header("content-type")).isEqualTo("application/problem+json");
            assertThat(ready.body()).contains("\"code\":\"unavailable\"", "draining");
            assertThat(get(publisher, "/health/live").status()).isEqualTo(200);
            assertThat(get(publisher, STATUS).body()).startsWith("{\"status\":\"draining\"");
            silent.reset();
            closed.join();
        }
    }

    private static RawHttpClient.Answer get(RawHttpClient client, String path) throws IOException {
        return client.send(RawHttpClient.head("GET " + path) + "\r\n").read();
    }
}
