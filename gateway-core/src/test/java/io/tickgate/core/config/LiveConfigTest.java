package io.tickgate.core.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class LiveConfigTest {
    private static final GatewayConfig NEXT = GatewayConfig.of(Map.of("limits.max-connections", "7"));

    private final LiveConfig live = new LiveConfig(GatewayConfig.DEFAULT);

    @Test
    void whatIsDerivedIsMadeOncePerReload() {
        List<Integer> made = new ArrayList<>();
        Supplier<String> derived = live.derive(config -> {
            made.add(config.limits().maxConnections());
            return "max " + config.limits().maxConnections();
        });

        assertThat(derived.get()).isEqualTo("max 1000");
        live.replace(NEXT, () -> {});

        assertThat(derived.get()).isEqualTo("max 7");
        assertThat(live.get()).isEqualTo(NEXT);
        assertThat(made).containsExactly(1000, 7);
    }

    @Test
    void whatCannotBeMadeChangesNothingAnywhereAndEveryReasonIsTold() {
        Supplier<Integer> before = live.derive(config -> config.limits().maxConnections());
        live.add(next -> {
            throw new ConfigException("tls.certificate", "no such file");
        });
        live.add(next -> {
            throw new ConfigException("auth.keys", "no such file either");
        });
        Supplier<Integer> behind = live.derive(config -> config.limits().maxConnections());

        assertThatThrownBy(() -> live.replace(NEXT, () -> {}))
                .isInstanceOf(ConfigException.class)
                .hasMessage("tls.certificate: no such file\nauth.keys: no such file either");

        assertThat(List.of(before.get(), behind.get())).containsOnly(1000);
        assertThat(live.get()).isEqualTo(GatewayConfig.DEFAULT);
    }

    @Test
    void whatFailsWhenItIsTriedChangesNothingEither() {
        Supplier<Integer> derived = live.derive(config -> config.limits().maxConnections());

        assertThatThrownBy(() -> live.replace(NEXT, () -> {
                    throw new ConfigException("tls.certificate", "is not taken");
                }))
                .hasMessage("tls.certificate: is not taken");

        assertThat(derived.get()).isEqualTo(1000);
        assertThat(live.get()).isEqualTo(GatewayConfig.DEFAULT);
    }
}
