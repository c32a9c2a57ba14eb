package io.tickgate.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickgate.core.config.GatewayConfig;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WarmUpTest {
    private static GatewayConfig lasting(String duration) {
        return GatewayConfig.of(Map.of("server.port", "0", "server.warm-up", duration));
    }

    @Test
    void theRehearsalIsUnderstoodAndGetsItsOwnPublication() throws Exception {
        try (Gateway gateway = Gateway.start(lasting("0s"))) {
            int messages = RehearsalClient.run(gateway.port(), 10_000);

            // Welcome, subscribed, published, the publication, pong, unsubscribed: an error would take the place of
            // two.
            assertThat(messages).isEqualTo(6);
        }
    }

    @Test
    void clientsComeWhileTheWarmUpLasts() {
        assertThat(WarmUp.run(lasting("1ms"))).isPositive();
    }

    @Test
    void aWarmUpOfNoTimeIsNone() {
        assertThat(WarmUp.run(lasting("0s"))).isZero();
    }
}
