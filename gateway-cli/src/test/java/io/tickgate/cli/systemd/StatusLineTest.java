package io.tickgate.cli.systemd;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickgate.core.admin.StatusView;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StatusLineTest {
    private static StatusView view(boolean draining, int connections, long published, long delivered) {
        return new StatusView(
                draining,
                false,
                connections,
                Map.of(),
                Map.of(),
                Map.of("published", published, "delivered", delivered),
                1,
                "1.0");
    }

    @Test
    void ratesAreThoseSinceTheLastLine() {
        StatusLine line = new StatusLine(view(false, 0, 100, 1_000), 5_000_000_000L);

        assertThat(line.next(view(false, 7, 300, 21_000), 15_000_000_000L))
                .isEqualTo("ready, 7 connections, 20 publications/s, 2000 deliveries/s");
        assertThat(line.next(view(true, 3, 300, 21_000), 16_000_000_000L))
                .isEqualTo("draining, 3 connections, 0 publications/s, 0 deliveries/s");
    }
}
