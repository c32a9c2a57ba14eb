package io.tickgate.core.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TooManyErrorsTest {
    @ParameterizedTest
    @EnumSource(
            value = Wiring.class,
            names = {"EPOLL_TWO_LOOPS", "NIO_ONE_LOOP"})
    void theLastErrorIsAnsweredAndThenTheConnectionEndsAndNoOther(Wiring wiring) {
        try (TestGateway gateway = TestGateway.start(wiring, "limits.max-errors", "40")) {
            RawWebSocket neighbour = gateway.client();
            RawWebSocket wrong = gateway.client();

            for (int i = 0; i < 25; i++) {
                wrong.text("{oops");
                wrong.text("{\"type\":\"subscribe\",\"channel\":\"nope\",\"id\":" + i + "}");
            }

            for (int i = 0; i < 40; i++) {
                assertThat(wrong.readJson()).containsEntry("code", i % 2 == 0 ? "invalid_json" : "unknown_channel");
            }
            assertThat(wrong.readClose()).isEqualTo(1008);
            neighbour.requireQuiet();
            assertThat(gateway.request("GET", "/api/v1/websocket/status", "").body())
                    .contains("\"error_closes\":1");
        }
    }

    @Test
    void aThousandErrorsEndTheConnectionOfAForeignClient() throws Exception {
        try (TestGateway gateway = TestGateway.start(Wiring.EPOLL_TWO_LOOPS)) {
            Counting counting = new Counting();
            WebSocket client = HttpClient.newHttpClient()
                    .newWebSocketBuilder()
                    .buildAsync(gateway.webSocketUri(), counting)
                    .get(8, TimeUnit.SECONDS);

            for (int i = 0; i < 1000; i++) {
                client.sendText("[]", true).get(8, TimeUnit.SECONDS);
            }

            assertThat(counting.closed.get(8, TimeUnit.SECONDS)).isEqualTo(1008);
            assertThat(counting.errors).hasValue(1000);
        }
    }

    private static final class Counting implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();
        final AtomicInteger errors = new AtomicInteger();
        final CompletableFuture<Integer> closed = new CompletableFuture<>();

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            text.append(data);
            if (last && text.indexOf("\"type\":\"error\"") > 0) {
                errors.incrementAndGet();
            }
            if (last) {
                text.setLength(0);
            }
            socket.request(1);
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int statusCode, String reason) {
            closed.complete(statusCode);
            return CompletableFuture.completedFuture(null);
        }
    }
}
