package io.tickgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code subscribe --reconnect} and a gateway that is started again. */
@Timeout(120)
class ReconnectTest {
    private static final String CHANNEL = "market_data:R";

    @Test
    void aSubscriptionGoesOnWhereTheGatewayWasStartedAgain() throws Exception {
        CompletableFuture<CommandRun> result;
        int port;
        try (TestGateway before = TestGateway.start()) {
            port = before.port();
            String url = before.url();
            result = CompletableFuture.supplyAsync(
                    () -> CommandRun.of("subscribe", CHANNEL, "--url", url, "--reconnect", "--json", "--count", "500"));
            // Until one is counted as received: at most a few were on their way to the new subscriber before it.
            while (before.publish(CHANNEL, "{\"from\":\"before\"}") == 0) {
                assertThat(result).isNotDone();
            }
        }

        try (TestGateway after = TestGateway.start("server.port", String.valueOf(port))) {
            while (!result.isDone()) {
                after.publish(CHANNEL, "{\"from\":\"after\"}");
                Thread.onSpinWait();
            }
        }

        CommandRun run = result.get();
        assertThat(run.exitCode()).as(run.err()).isZero();
        List<String> lines = run.out().lines().toList();
        assertThat(lines).hasSize(500);
        assertThat(lines.get(0)).contains("\"from\":\"before\"");
        assertThat(lines.get(499)).contains("\"from\":\"after\"");
        assertThat(run.err().lines().filter(line -> line.startsWith("subscribed to ")))
                .hasSize(2);
        assertThat(run.err()).contains("1001", "trying again in");
    }

    @Test
    void withoutTheOptionTheEndOfTheGatewayIsTheEnd() throws Exception {
        CompletableFuture<CommandRun> result;
        try (TestGateway gateway = TestGateway.start()) {
            String url = gateway.url();
            result = CompletableFuture.supplyAsync(() -> CommandRun.of("subscribe", CHANNEL, "--url", url));
            while (gateway.publish(CHANNEL, "{}") == 0) {
                assertThat(result).isNotDone();
            }
        }

        assertThat(result.get().exitCode()).isEqualTo(3);
        assertThat(result.get().err()).contains("1001");
    }

    @Test
    void aDrainIsSaidToThePersonAndWhatComesUntilItsEndIsPrinted() throws Exception {
        CompletableFuture<CommandRun> result;
        try (TestGateway gateway = TestGateway.start("drain.window", "1s")) {
            String url = gateway.url();
            result = CompletableFuture.supplyAsync(() -> CommandRun.of("subscribe", CHANNEL, "--url", url, "--json"));
            while (gateway.publish(CHANNEL, "{\"from\":\"before\"}") == 0) {
                assertThat(result).isNotDone();
            }

            gateway.drain();

            CommandRun run = result.get();
            assertThat(run.exitCode()).isEqualTo(3);
            assertThat(run.err())
                    .contains("it is about to stop; this client is expected back in ", "--reconnect", "1012");
            assertThat(run.out()).contains("\"from\":\"before\"", "\"type\":\"server_shutdown\"");
        }
    }
}
