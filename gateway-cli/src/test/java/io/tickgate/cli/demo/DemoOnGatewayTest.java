package io.tickgate.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickgate.core.Gateway;
import io.tickgate.core.config.ConfigLoader;
import io.tickgate.core.time.SystemClock;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What clients of a real gateway see of the demo. Its back-tests run twenty times as fast as they do for people. */
@Timeout(60)
class DemoOnGatewayTest {
    private final BlockingQueue<String> messages = new LinkedBlockingQueue<>();
    private Gateway gateway;
    private DemoPlayer player;
    private WebSocket client;

    @BeforeEach
    void start() throws Exception {
        gateway = Gateway.start(ConfigLoader.load(null, Map.of(), Map.of("server.port", "0")));
        client = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(URI.create("ws://localhost:" + gateway.port() + "/api/v1/websocket/ws"), new Recorder())
                .get();
        send("{\"type\":\"subscribe\",\"channels\":[\"backtest_progress\",\"notifications\",\"market_data\"]}");
        next("subscription_confirmed");
        player = Demo.read(BarFiles.SHIPPED).start(new GatewayOutput(gateway), 20, 40, new SystemClock());
    }

    @AfterEach
    void stop() {
        client.abort();
        player.close();
        gateway.close();
    }

    @Test
    void theGuidesChartIsLiveAndHasAPast() throws Exception {
        // On another loop than the quotes, so that none of them tells when it is there.
        Awaitility.await().until(() -> points("0700.HK").contains("indicator_KDJ_K"));
        send("{\"type\":\"subscribe_chart\",\"symbol\":\"0700.HK\",\"history\":12}");

        String past = next("chart_update");
        String live = next("chart_update");

        assertThat(past).contains("\"update_type\":\"batch\"", "\"batch_size\":12", "indicator_KDJ_K");
        assertThat(live)
                .contains(
                        "\"symbol\":\"0700.HK\"",
                        "{\"field\":\"open\"}",
                        "{\"field\":\"high\"}",
                        "{\"field\":\"low\"}",
                        "{\"field\":\"close\"}",
                        "\"data_types\":[\"ohlcv\",\"volume\",\"indicator_KDJ_K\"],\"batch_size\":6")
                .containsPattern("\"update_type\":\"(add|update)\"")
                .containsPattern("\"data_type\":\"indicator_KDJ_K\",\"value\":[0-9.]+,"
                        + "\"additional_data\":\\{\"D\":[0-9.]+,\"J\":-?[0-9.]+}")
                .doesNotContain("correction");
    }

    @Test
    void theGuidesSymbolHasQuotesToo() throws Exception {
        String quote = next("quote");
        while (!quote.contains("\"symbol\":\"0700.HK\"")) {
            quote = next("quote");
        }

        assertThat(quote).contains("\"channel\":\"market_data:0700.HK\"", "\"last\":");
    }

    @Test
    void aBacktestRunsToItsEndWhichIsNotified() throws Exception {
        String first = next("backtest_progress_update");
        String notification = next("notification");
        while (!notification.contains("backtest_completed")) {
            notification = next("notification");
        }

        assertThat(first).contains("\"task_id\":\"backtest_001\"", "\"status\":\"pending\"", "\"total_steps\":10");
        assertThat(notification)
                .contains("\"type\":\"backtest_completed\"", "\"priority\":\"HIGH\"", "\"total_return\":312.46");
        send("{\"type\":\"request_backtest_progress\",\"task_id\":\"backtest_001\",\"id\":7}");
        String end = next("backtest_progress_update");
        while (!end.contains("\"id\":7")) {
            end = next("backtest_progress_update");
        }
        assertThat(end).contains("\"status\":\"completed\"", "\"current_step_index\":10", "\"win_rate\":44.88");
    }

    private String points(String symbol) throws Exception {
        URI points = URI.create(
                "http://localhost:" + gateway.port() + "/api/v1/websocket/charts/" + symbol + "/points?limit=6");
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(points).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private void send(String json) throws Exception {
        client.sendText(json, true).get();
    }

    /** The next message of a type; those of other types before it are passed over. */
    private String next(String type) throws InterruptedException {
        while (true) {
            String message = messages.take();
            if (message.startsWith("{\"type\":\"" + type)) {
                return message;
            }
        }
    }

    private final class Recorder implements WebSocket.Listener {
        private final StringBuilder parts = new StringBuilder();

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            parts.append(data);
            if (last) {
                messages.add(parts.toString());
                parts.setLength(0);
            }
            socket.request(1);
            return null;
        }
    }
}
