package io.tickgate.core.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuthConfigTest {
    private static final String HASH = "0123456789abcdef".repeat(4);

    private static AuthConfig of(String... settings) {
        Map<String, String> all = new HashMap<>();
        for (int i = 0; i < settings.length; i += 2) {
            all.put(settings[i], settings[i + 1]);
        }
        return GatewayConfig.of(all).auth();
    }

    @Test
    void byDefaultNothingIsAskedForAndThereIsNoKey() {
        AuthConfig auth = GatewayConfig.of(Map.of()).auth();

        assertThat(auth.mode()).isEqualTo(AuthConfig.Mode.OFF);
        assertThat(auth.tokens().hasKeys()).isFalse();
        assertThat(auth.tokens().issuer()).isNull();
        assertThat(auth.tokens().algorithms()).containsExactlyInAnyOrder("HS256", "RS256", "ES256", "EdDSA");
    }

    @Test
    void whereNobodyCouldComeInNothingMayBeRequired() {
        assertThatThrownBy(() -> of("auth.mode", "required"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("auth.mode")
                .hasMessageContaining("auth.hs-secret");
        assertThat(of("auth.mode", "required", "auth.api-keys", "a sha256:" + HASH)
                        .mode())
                .isEqualTo(AuthConfig.Mode.REQUIRED);
    }

    @Test
    void whatIsRequiredMayBeReachedFromAnywhere() {
        assertThat(of("auth.mode", "required", "auth.hs-secret", "s".repeat(32), "server.host", "*")
                        .mode())
                .isEqualTo(AuthConfig.Mode.REQUIRED);
    }

    @Test
    void aKeyIsALineOfItsNameItsHashAndItsGrants() {
        List<ApiKeyConfig> keys = of(
                        "auth.api-keys",
                        "feed sha256:" + HASH + " publish:market_data publish:chart_updates:07* subscribe admin,"
                                + "idle  sha256:" + HASH.toUpperCase(Locale.ROOT) + " ")
                .apiKeys();

        assertThat(keys.get(0).name()).isEqualTo("feed");
        assertThat(keys.get(0).grants())
                .containsExactly("publish:market_data", "publish:chart_updates:07*", "subscribe", "admin");
        assertThat(keys.get(1).grants()).isEmpty();
        assertThat(keys).extracting(ApiKeyConfig::sha256).containsExactly(HASH, HASH);
        assertThat(keys.toString()).doesNotContain("0123");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "feed",
                "feed publish",
                "feed sha256:12 publish",
                "feed sha256:@ read",
                "feed sha256:@ publish:",
                "feed sha256:@ publish:*x",
                "fe/ed sha256:@",
                "sha256:@ publish"
            })
    void whatIsNoSuchLineIsRefusedWithoutRepeatingIt(String line) {
        String text = line.replace("@", HASH);

        assertThatThrownBy(() -> of("auth.api-keys", text))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("auth.api-keys")
                .satisfies(fault -> assertThat(fault.getMessage()).doesNotContain(HASH));
    }

    @Test
    void aNameStandsOnce() {
        assertThatThrownBy(() -> of("auth.api-keys", "a sha256:" + HASH + ",a sha256:" + HASH))
                .hasMessageContaining("names \"a\" twice");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"http://issuer.example/keys", "ftp://localhost/keys", "https://", "https:///keys", "keys.json"})
    void keysAreFetchedSafelyOrNotAtAll(String url) {
        assertThatThrownBy(() -> of("auth.jwks-url", url))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("auth.jwks-url");
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://issuer.example/keys?x=1", "http://127.0.0.1:9/keys", "http://localhost/k"})
    void thisMachineMayDoWithoutTls(String url) {
        assertThat(of("auth.jwks-url", url).tokens().jwks().url()).hasToString(url);
    }

    @Test
    void theSecretIsRepeatedNowhere() {
        String secret = "correct-horse-battery-staple-0123";
        assertThat(GatewayConfig.of(Map.of("auth.hs-secret", secret)).toString())
                .doesNotContain(secret);
        assertThatThrownBy(() -> of("auth.hs-secret", "too-short-secret"))
                .satisfies(fault -> assertThat(fault.getMessage()).doesNotContain("too-short"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "HS512", "", "hs256"})
    void onlyKnownAlgorithmsMayBeAllowed(String algorithm) {
        assertThatThrownBy(() -> of("auth.algorithms", algorithm)).isInstanceOf(ConfigException.class);
    }
}
