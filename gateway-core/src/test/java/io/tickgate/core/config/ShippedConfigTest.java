package io.tickgate.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** {@code config/gateway.yaml} is written by {@link ConfigReference}; this test keeps the two equal, and can renew it. */
class ShippedConfigTest {
    private static final Path SHIPPED = Path.of("..", "config", "gateway.yaml");

    @Test
    void theShippedFileIsTheReference() throws IOException {
        if (Boolean.getBoolean("gateway.renew-config")) {
            Files.createDirectories(SHIPPED.getParent());
            Files.writeString(SHIPPED, ConfigReference.yaml());
        }

        assertThat(SHIPPED)
                .as("renew it: mvn -pl gateway-core -am test -Dtest=ShippedConfigTest "
                        + "-Dsurefire.failIfNoSpecifiedTests=false -Dgateway.renew-config=true")
                .content()
                .isEqualTo(ConfigReference.yaml());
    }

    @Test
    void theShippedFileIsTheDefault() {
        assertThat(ConfigLoader.load(SHIPPED, Map.of(), Map.of())).isEqualTo(GatewayConfig.DEFAULT);
    }

    @Test
    void everyKeyIsShippedWithItsRange() {
        String yaml = ConfigReference.yaml();

        for (Setting<?> setting : GatewayConfig.SETTINGS) {
            String name = setting.key().substring(setting.key().lastIndexOf('.') + 1);
            assertThat(yaml).containsPattern("(?m)^ *" + name + ":");
            assertThat(yaml).contains(setting.range().substring(0, 4));
        }
        assertThat(yaml.lines()).noneMatch(line -> line.length() > 125 || line.endsWith(" "));
    }
}
