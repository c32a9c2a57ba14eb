package io.tickgate.core.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretSettingTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "too-short-a-key",
                "spaces in a key that is long enough for all",
                "schlüssel-schlüssel-schlüssel-schlüssel"
            })
    void aKeyThatIsNoneIsRefusedWithoutBeingTold(String key) {
        Throwable refusal = catchThrowable(() -> GatewayConfig.of(Map.of("auth.resume-key", key)));

        assertThat(refusal)
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("auth.resume-key")
                .hasMessageContaining("32 to 128")
                .hasMessageNotContaining(key);
    }

    @Test
    void aKeyStandsInNoDescription() {
        String key = "0123456789abcdef0123456789abcdef";
        GatewayConfig config = GatewayConfig.of(Map.of("auth.resume-key", key));

        assertThat(config.auth().resumeKey()).isEqualTo(key);
        assertThat(config.toString()).doesNotContain(key);
    }
}
