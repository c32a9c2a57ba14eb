package io.tickgate.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LoadedConfigTest {
    private static LoadedConfig read(Map<String, String> flags) {
        return ConfigLoader.read(null, Map.of(), flags, Map.of());
    }

    @Test
    void aValueThatIsWrittenOtherwiseIsNoChange() {
        LoadedConfig before = read(Map.of("timeouts.idle", "2m", "ingest.allowed-addresses", "::1, 10.0.0.0/8"));

        assertThat(before.changesTo(
                        read(Map.of("timeouts.idle", "120s", "ingest.allowed-addresses", "::1,10.0.0.0/8"))))
                .isEmpty();
        assertThat(read(Map.of()).changesTo(read(Map.of("server.port", "8001"))))
                .isEmpty();
    }

    @Test
    void aChangeSaysBothValuesAndWhetherItCountsAtOnce() {
        LoadedConfig before = read(Map.of("server.allowed-origins", "https://a.example"));
        LoadedConfig next = read(Map.of("server.port", "9001", "channels", "orders"));

        List<ConfigChange> changes = before.changesTo(next);

        assertThat(changes)
                .contains(
                        new ConfigChange("server.port", "8001", "9001", false),
                        new ConfigChange("server.allowed-origins", "https://a.example", "", true),
                        new ConfigChange("channels.orders.kind", ConfigChange.NOT_THERE, "stream", false));
        assertThat(changes.get(1)).hasToString("server.allowed-origins: https://a.example -> (none)");
    }

    @Test
    void aSecretIsNotTold() {
        assertThat(read(Map.of()).changesTo(read(Map.of("auth.resume-key", "k".repeat(40)))))
                .containsExactly(new ConfigChange("auth.resume-key", "(secret)", "(secret)", false));
    }

    @Test
    void onlyReloadableSettingsAreTakenOverAndTheOthersStayChanges() {
        LoadedConfig before = read(Map.of("server.port", "9001", "limits.max-connections", "7"));
        LoadedConfig next = read(Map.of("server.port", "9002", "timeouts.idle", "3m"));

        LoadedConfig reloaded = before.reloadedWith(next);

        assertThat(reloaded.config().server().port()).isEqualTo(9001);
        assertThat(reloaded.config().timeouts().idle()).isEqualTo(Duration.ofMinutes(3));
        assertThat(reloaded.config().limits().maxConnections()).isEqualTo(1000);
        assertThat(reloaded.changesTo(next)).extracting(ConfigChange::key).containsExactly("server.port");
    }
}
