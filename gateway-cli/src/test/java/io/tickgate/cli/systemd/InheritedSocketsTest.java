package io.tickgate.cli.systemd;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InheritedSocketsTest {
    @Test
    void theyStandBehindTheStandardOnes() {
        assertThat(InheritedSockets.of(Map.of("LISTEN_PID", "12", "LISTEN_FDS", "2"), 12))
                .isEqualTo(List.of(3, 4));
    }

    @Test
    void thoseOfAnotherProcessAreNotOurs() {
        assertThat(InheritedSockets.of(Map.of("LISTEN_PID", "12", "LISTEN_FDS", "2"), 13))
                .isEmpty();
        assertThat(InheritedSockets.of(Map.of("LISTEN_FDS", "2"), 13)).isEmpty();
        assertThat(InheritedSockets.of(Map.of("LISTEN_PID", "13", "LISTEN_FDS", "two"), 13))
                .isEmpty();
        assertThat(InheritedSockets.of(Map.of(), 13)).isEmpty();
    }
}
