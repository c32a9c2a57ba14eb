package io.tickgate.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tickgate.core.config.ConfigException;
import io.tickgate.core.config.GatewayConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedisSettingsTest {
    private static final String SECRET = "correct-horse-battery";

    @TempDir
    private Path directory = Path.of("");

    @Test
    void aPasswordComesFromAFileAndOpensRedis() throws IOException {
        Path file = Files.writeString(directory.resolve("password"), SECRET + "\n");
        try (RedisServer redis = RedisServer.startWithPassword(directory, SECRET);
                Node node = Node.joined(redis.uri(), "redis.password-file", file.toString())) {
            assertThat(node.publish("market_data:A", 1).statusCode()).isEqualTo(200);
            assertThat(node.gateway().config().toString()).doesNotContain(SECRET);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "redis.uris, redis://:secret@127.0.0.1",
        "redis.uris, http://127.0.0.1",
        "redis.uris, 'redis://127.0.0.1:1, redis://127.0.0.1:2'",
        "redis.buckets, 0",
        "redis.timeout, 1ms",
        "redis.prefix, 'a b'",
        "redis.mode, both"
    })
    void whatIsWrongIsToldByItsKey(String key, String value) {
        assertThatThrownBy(() -> GatewayConfig.of(Map.of(key, value)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(key);
    }

    @Test
    void oneWhoHasBothPasswordsIsAskedWhichAndNeitherIsRepeated() {
        assertThatThrownBy(() -> GatewayConfig.of(Map.of("redis.password", SECRET, "redis.password-file", "/secret")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("redis.password-file")
                .hasMessageNotContaining(SECRET);
    }

    @Test
    void largePublicationsLeaveFewerBehind() {
        RedisSettings.Kept kept = new RedisSettings.Kept(1_000, 1 << 20, Duration.ofMinutes(5));

        assertThat(kept.entries(100)).isEqualTo(1_000);
        assertThat(kept.entries(16 << 10)).isEqualTo(64);
        assertThat(kept.entries(256 << 10)).isEqualTo(16);
    }

    @Test
    void allOfATopicCarriesTheTagOfItsBucket() {
        Keyspace keyspace = new Keyspace("tickgate", 8);
        String tag = keyspace.tagOf("market_data:A");

        assertThat(tag).matches("\\{tickgate:market_data:[0-7]}");
        assertThat(Keyspace.stream(tag, "market_data:A")).startsWith(tag);
        assertThat(Keyspace.idempotency(tag, "market_data:A", "k")).startsWith(tag);
    }
}
