package io.tickgate.core.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ShutdownTest {
    private static final String PADDING = "x".repeat(60_000);

    @ParameterizedTest
    @EnumSource(Wiring.class)
    void everyClientGetsWhatIsQueuedForItAndThen1001(Wiring wiring) throws Exception {
        int published = 150;
        try (TestGateway gateway = TestGateway.start(
                wiring,
                "timeouts.shutdown",
                "20s",
                "outbound.queue-bytes-max",
                "64MiB",
                "outbound.bytes-total",
                "32MiB")) {
            RawWebSocket idle = gateway.client();
            RawWebSocket behind = gateway.unopened(4 << 10).open();
            behind.ask("{\"type\":\"subscribe\",\"channel\":\"market_data\"}");
            for (int n = 1; n <= published; n++) {
                gateway.broadcast("market_data", "{\"n\":" + n + ",\"padding\":\"" + PADDING + "\"}");
            }

            CompletableFuture<Void> stopped = CompletableFuture.runAsync(gateway.gateway()::close);
            Awaitility.await()
                    .untilAsserted(
                            () -> assertThatThrownBy(() -> gateway.unopened(0).handshake())
                                    .isInstanceOf(UncheckedIOException.class));

            assertThat(idle.readClose()).isEqualTo(1001);
            for (int n = 1; n <= published; n++) {
                assertThat(behind.readJson()).containsEntry("offset", (long) n);
            }
            assertThat(behind.readClose()).isEqualTo(1001);
            stopped.get(8, TimeUnit.SECONDS);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Wiring.class,
            names = {"EPOLL_TWO_LOOPS", "NIO_TWO_LOOPS"})
    void theNextGatewayStartsOnTheSamePortAtOnceWithAnotherEpoch(Wiring wiring) {
        Object firstEpoch;
        int port;
        try (TestGateway gateway = TestGateway.start(wiring)) {
            port = gateway.port();
            RawWebSocket client = gateway.unopened(0);
            client.handshake();
            firstEpoch = client.readJson().get("epoch");
            // The side that closes first keeps the port busy for a minute, in TIME_WAIT.
            gateway.gateway().close();
        }

        try (TestGateway next = TestGateway.start(wiring, "server.port", Integer.toString(port))) {
            RawWebSocket client = next.unopened(0);
            assertThat(client.handshake().status()).isEqualTo(101);
            assertThat(client.readJson().get("epoch")).isNotEqualTo(firstEpoch);
            client.requireQuiet();
        }
    }
}
