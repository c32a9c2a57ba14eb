package io.tickgate.core.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AdminConfigTest {
    private static AdminConfig listen(String where) {
        return GatewayConfig.of(Map.of("admin.listen", where)).admin();
    }

    @Test
    void itIsOffUnlessSomebodyAsks() {
        assertThat(AdminConfig.DEFAULT.isOff()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"localhost:8002, localhost, 8002", "127.0.0.1:0, 127.0.0.1, 0", "[::1]:9000, ::1, 9000"})
    void aLoopbackAddressIsTaken(String text, String host, int port) {
        assertThat(listen(text).isUnix()).isFalse();
        assertThat(listen(text).host()).isEqualTo(host);
        assertThat(listen(text).port()).isEqualTo(port);
    }

    @Test
    void aUnixSocketIsTaken() {
        assertThat(listen("unix:/run/tickgate/admin.sock").isUnix()).isTrue();
        assertThat(listen("unix:/run/tickgate/admin.sock").path()).isEqualTo("/run/tickgate/admin.sock");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0:8002", "*:8002", "[::]:8002", "192.0.2.1:8002", "gateway.example:8002"})
    void whatOtherMachinesCouldReachIsRefused(String where) {
        assertThatThrownBy(() -> listen(where))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("admin.listen")
                .hasMessageContaining("other machines");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "on",
                "8002",
                "localhost",
                "unix:relative.sock",
                "unix:",
                "127.0.0.1:99999",
                "http://localhost:8002"
            })
    void whatIsNoPlaceIsRefused(String where) {
        assertThatThrownBy(() -> listen(where))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("admin.listen");
    }

    @Test
    void aPathThatTheKernelHasNoRoomForIsRefused() {
        assertThat(listen("unix:/" + "p".repeat(106)).isUnix()).isTrue();
        assertThatThrownBy(() -> listen("unix:/" + "p".repeat(107))).hasMessageContaining("at most 107 bytes");
    }
}
