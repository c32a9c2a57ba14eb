package io.tickgate.cli.systemd;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickgate.core.Gateway;
import io.tickgate.core.config.GatewayConfig;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class WatchdogTest {
    private final AtomicInteger fed = new AtomicInteger();

    @Test
    void aLoopThatIsStuckStopsTheFeedingUntilItComesRoundAgain() throws Exception {
        try (Gateway gateway = Gateway.start(
                GatewayConfig.of(Map.of("server.port", "0", "server.event-loops", "2", "timeouts.shutdown", "0s")))) {
            Watchdog watchdog = new Watchdog(gateway::probeLoops, fed::incrementAndGet);
            feedOnce(watchdog);
            CountDownLatch way = new CountDownLatch(1);
            block(gateway, way);

            // Perhaps the loops had answered before.
            watchdog.tick();
            int before = fed.get();
            for (int i = 0; i < 20; i++) {
                watchdog.tick();
            }

            assertThat(fed).hasValue(before);
            way.countDown();
            feedOnce(watchdog);
        }
    }

    private void feedOnce(Watchdog watchdog) {
        int before = fed.get();
        Awaitility.await().until(() -> {
            watchdog.tick();
            return fed.get() > before;
        });
    }

    /** Makes one event loop wait for {@code way}. */
    private static void block(Gateway gateway, CountDownLatch way) {
        CountDownLatch stuck = new CountDownLatch(1);
        Awaitility.await().until(() -> {
            CompletableFuture.runAsync(() -> gateway.publisher()
                    .publish("market_data:A", "{}".getBytes(StandardCharsets.UTF_8))
                    .thenRun(() -> {
                        if (Thread.currentThread().getName().startsWith("gateway-loop")) {
                            stuck.countDown();
                            awaitQuietly(way);
                        }
                    }));
            return stuck.getCount() == 0;
        });
    }

    private static void awaitQuietly(CountDownLatch way) {
        try {
            way.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @ParameterizedTest
    @CsvSource({"30000000, 7500", "4000, 1", "'', -1", "0, -1", "x, -1"})
    void itLooksFourTimesWithinTheTimeThatSystemdGrants(String micros, long millis) {
        Duration interval = Watchdog.interval(Map.of("WATCHDOG_USEC", micros), 1);

        assertThat(interval).isEqualTo(millis < 0 ? null : Duration.ofMillis(millis));
    }

    @Test
    void aWatchdogOfAnotherProcessIsNotOurs() {
        Map<String, String> environment = Map.of("WATCHDOG_USEC", "1000000", "WATCHDOG_PID", "12");

        assertThat(Watchdog.interval(environment, 12)).isNotNull();
        assertThat(Watchdog.interval(environment, 13)).isNull();
    }
}
