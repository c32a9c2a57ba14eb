package io.tickgate.core.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every key with its default and both ends of its range: a change here is a change for operators. */
class SettingsTest {
    /** One key that takes a range; {@code beyond} are the values one step outside, null where the form has none. */
    record Ranged(String key, String standard, String min, String max, String below, String above) {}

    static Stream<Ranged> ranged() {
        return Stream.concat(
                ChannelsConfig.ALWAYS.stream()
                        .map(name -> "channels." + name + ".history.")
                        .flatMap(history -> Stream.of(
                                new Ranged(history + "size", "1000", "0", "1000000", "-1", "1000001"),
                                new Ranged(history + "bytes", "1MiB", "1KiB", "1GiB", "1023B", "1073741825B"),
                                new Ranged(history + "ttl", "5m", "1s", "24h", "999ms", "86400001ms"))),
                Stream.of(
                        new Ranged("history.bytes-total", "auto", "1MiB", "16GiB", "1048575B", "17179869185B"),
                        new Ranged("progress.task-ttl", "1h", "1s", "168h", "999ms", "604800001ms"),
                        new Ranged("progress.max-tasks", "10000", "1", "1000000", "0", "1000001"),
                        new Ranged("progress.bytes-total", "16MiB", "64KiB", "16GiB", "65535B", "17179869185B"),
                        new Ranged("timeouts.replay-wait", "2s", "10ms", "10m", "9ms", "600001ms"),
                        new Ranged("admin.max-connections", "16", "1", "1000", "0", "1001"),
                        new Ranged("logging.repeats", "20", "1", "1000000", "0", "1000001"),
                        new Ranged("logging.queue-lines", "1024", "16", "65536", "15", "65537"),
                        new Ranged("server.port", "8001", "0", "65535", "-1", "65536"),
                        new Ranged("server.event-loops", "0", "0", "256", "-1", "257"),
                        new Ranged("server.warm-up", "300ms", "0s", "10s", "-1s", "10001ms"),
                        new Ranged("tls.reload-interval", "1m", "1s", "24h", "999ms", "86400001ms"),
                        new Ranged("limits.memory", "256MiB", "128MiB", "64GiB", "134217727B", "68719476737B"),
                        new Ranged("limits.max-connections", "1000", "1", "1000000", "0", "1000001"),
                        new Ranged("limits.max-connections-per-ip", "200", "1", "1000000", "0", "1000001"),
                        new Ranged("limits.max-connections-per-user", "0", "0", "1000000", "-1", "1000001"),
                        new Ranged("limits.max-http-connections", "1000", "1", "1000000", "0", "1000001"),
                        new Ranged("limits.max-http-connections-per-ip", "500", "1", "1000000", "0", "1000001"),
                        new Ranged("limits.max-message-bytes", "64KiB", "1KiB", "16MiB", "1023B", "16777217B"),
                        new Ranged("limits.max-publication-bytes", "256KiB", "1KiB", "16MiB", "1023B", "16777217B"),
                        new Ranged("limits.max-body-bytes", "1MiB", "1KiB", "64MiB", "1023B", "67108865B"),
                        new Ranged("limits.max-subscriptions", "500", "1", "100000", "0", "100001"),
                        new Ranged("limits.max-topics", "100000", "10", "10000000", "9", "10000001"),
                        new Ranged("limits.max-topics-per-ip", "20000", "1", "10000000", "0", "10000001"),
                        new Ranged("limits.topic-idle", "10m", "1s", "24h", "999ms", "86400001ms"),
                        new Ranged("limits.idempotency-ttl", "5m", "1s", "24h", "999ms", "86400001ms"),
                        new Ranged("limits.max-idempotency-keys", "50000", "1", "10000000", "0", "10000001"),
                        new Ranged("limits.max-pending-commands", "256", "1", "100000", "0", "100001"),
                        new Ranged("limits.max-errors", "1000", "1", "1000000", "0", "1000001"),
                        new Ranged("limits.max-snapshot-channels", "10000", "1", "1000000", "0", "1000001"),
                        new Ranged("limits.max-snapshot-bytes", "16MiB", "64KiB", "1GiB", "65535", "1073741825"),
                        new Ranged("limits.max-rewind", "5000", "1", "10000", "0", "10001"),
                        new Ranged("limits.commands-per-second", "100", "1", "1000000", "0", "1000001"),
                        new Ranged("limits.command-burst", "200", "1", "1000000", "0", "1000001"),
                        new Ranged("limits.publishes-per-second", "0", "0", "1000000", "-1", "1000001"),
                        new Ranged("limits.auth-failures-per-minute", "1000", "1", "100000", "0", "100001"),
                        new Ranged("auth.leeway", "5s", "0s", "10m", "-1s", "600001ms"),
                        new Ranged("auth.jwks-refresh", "5m", "1s", "24h", "999ms", "86400001ms"),
                        new Ranged("auth.jwks-max-stale", "24h", "60s", "720h", "59999ms", "2592000001ms"),
                        new Ranged("auth.jwks-cooldown", "10s", "100ms", "1h", "99ms", "3600001ms"),
                        new Ranged("auth.jwks-timeout", "5s", "100ms", "60s", "99ms", "60001ms"),
                        new Ranged("auth.jwks-max-bytes", "256KiB", "1KiB", "16MiB", "1023B", "16777217B"),
                        new Ranged("auth.expiry-warning", "60s", "0s", "24h", "-1s", "86400001ms"),
                        new Ranged("timeouts.replay-wait", "2s", "10ms", "10m", "9ms", "600001ms"),
                        new Ranged("timeouts.authenticate", "10s", "100ms", "5m", "99ms", "300001ms"),
                        new Ranged("limits.inbound-bytes-total", "auto", "1MiB", "16GiB", "1048575B", "17179869185B"),
                        new Ranged("limits.ingest-bytes-total", "auto", "1MiB", "16GiB", "1048575B", "17179869185B"),
                        new Ranged("limits.max-unacked", "1000", "1", "100000", "0", "100001"),
                        new Ranged("limits.max-unacked-bytes", "1MiB", "4KiB", "64MiB", "4095B", "67108865B"),
                        new Ranged("limits.max-redeliveries", "3", "0", "100", "-1", "101"),
                        new Ranged("outbound.queue-bytes-max", "1MiB", "4KiB", "64MiB", "4095B", "67108865B"),
                        new Ranged("outbound.asked-bytes-max", "4MiB", "64KiB", "1GiB", "65535", "1073741825"),
                        new Ranged("outbound.turn-bytes-max", "256KiB", "4KiB", "4MiB", "4095B", "4194305B"),
                        new Ranged("outbound.join-wait", "0s", "0s", "100ms", "-1s", "101ms"),
                        new Ranged("outbound.bytes-total", "auto", "1MiB", "16GiB", "1048575B", "17179869185B"),
                        new Ranged(
                                "outbound.conflation-bytes-total", "auto", "64KiB", "16GiB", "65535B", "17179869185B"),
                        new Ranged("timeouts.heartbeat-interval", "30s", "1s", "1h", "999ms", "3600001ms"),
                        new Ranged("timeouts.idle", "90s", "1s", "24h", "999ms", "86400001ms"),
                        new Ranged("timeouts.connect", "30s", "100ms", "5m", "99ms", "300001ms"),
                        new Ranged("timeouts.write-stall", "5s", "100ms", "5m", "99ms", "300001ms"),
                        new Ranged("timeouts.replay-wait", "2s", "10ms", "10m", "9ms", "600001ms"),
                        new Ranged("timeouts.http-keep-alive", "60s", "1s", "1h", "999ms", "3600001ms"),
                        new Ranged("timeouts.close-handshake", "5s", "100ms", "60s", "99ms", "60001ms"),
                        new Ranged("timeouts.error-window", "60s", "1s", "1h", "999ms", "3600001ms"),
                        new Ranged("timeouts.drain-delay", "0s", "0s", "10m", "-1s", "600001ms"),
                        new Ranged("timeouts.shutdown", "4s", "0s", "10m", "-1s", "600001ms"),
                        new Ranged("drain.window", "5s", "0s", "1h", "-1s", "3600001ms"),
                        new Ranged("timeouts.ack", "5s", "100ms", "5m", "99ms", "300001ms"),
                        new Ranged("metrics.slow-publication", "50ms", "1ms", "60s", "999us", "60001ms"),
                        new Ranged("timeouts.resume", "120s", "1s", "1h", "999ms", "3600001ms"),
                        new Ranged("status-feed.interval", "5s", "100ms", "1h", "99ms", "3600001ms"),
                        new Ranged("status-feed.ingest-ttl", "60s", "1s", "24h", "999ms", "86400001ms"),
                        new Ranged("compression.min-bytes", "200B", "0B", "16MiB", "-1B", "16777217B"),
                        new Ranged("compression.level", "1", "1", "9", "0", "10"),
                        new Ranged("charts.max-symbols", "500", "1", "1000000", "0", "1000001"),
                        new Ranged("charts.max-series", "64", "1", "10000", "0", "10001"),
                        new Ranged("charts.max-points", "5000", "1", "1000000", "0", "1000001"),
                        new Ranged("charts.bytes-total", "auto", "1MiB", "64GiB", "1048575B", "68719476737B"),
                        new Ranged("notifications.max-kept", "10000", "1", "1000000", "0", "1000001"),
                        new Ranged("notifications.max-bytes", "16MiB", "64KiB", "16GiB", "65535B", "17179869185B"),
                        new Ranged("notifications.ttl", "24h", "1s", "720h", "999ms", "2592000001ms"),
                        new Ranged("notifications.max-read-marks", "50000", "0", "10000000", "-1", "10000001"),
                        new Ranged("notifications.max-users", "10000", "0", "10000000", "-1", "10000001"),
                        new Ranged("redis.buckets", "64", "1", "1024", "0", "1025"),
                        new Ranged("redis.timeout", "2s", "100ms", "60s", "99ms", "60001ms"),
                        new Ranged("redis.probe-interval", "2s", "100ms", "60s", "99ms", "60001ms"),
                        new Ranged("redis.max-topics", "200000", "1", "10000000", "0", "10000001"),
                        new Ranged("redis.topic-idle", "24h", "60s", "8760h", "59s", "31536000001ms"),
                        new Ranged("redis.pending-bytes-max", "16MiB", "64KiB", "4GiB", "65535B", "4294967297B"),
                        new Ranged("redis.heard-bytes-max", "16MiB", "64KiB", "4GiB", "65535B", "4294967297B")));
    }

    private static Setting<?> setting(String key) {
        return GatewayConfig.SETTINGS.stream()
                .filter(each -> each.key().equals(key))
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @MethodSource("ranged")
    void aRangeEndsWhereItSays(Ranged ranged) {
        Setting<?> setting = setting(ranged.key);

        assertThat(setting.defaultText()).isEqualTo(ranged.standard);
        assertThatCode(() -> setting.parse(ranged.min)).doesNotThrowAnyException();
        assertThatCode(() -> setting.parse(ranged.max)).doesNotThrowAnyException();
        for (String outside : List.of(ranged.below, ranged.above)) {
            assertThatThrownBy(() -> setting.parse(outside))
                    .isInstanceOf(ConfigException.class)
                    .hasMessageStartingWith(ranged.key + ": must be ")
                    .hasMessageContaining(ranged.min + " to " + ranged.max)
                    .hasMessageContaining(", was ");
        }
    }

    @Test
    void everyOtherKeyHasTheDefaultThatIsWrittenDown() {
        Map<String, String> expected = new LinkedHashMap<>();
        expected.put("server.host", "localhost");
        expected.put("server.allowed-origins", "");
        expected.put("server.allowed-hosts", "");
        expected.put("server.trusted-proxies", "127.0.0.0/8, ::1");
        expected.put("server.proxy-protocol", "off");
        expected.put("server.transport", "auto");
        expected.put("tls.certificate", "none");
        expected.put("tls.key", "none");
        expected.put("tls.provider", "auto");
        expected.put("auth.mode", "off");
        expected.put("auth.algorithms", "HS256, RS256, ES256, EdDSA");
        expected.put("auth.issuer", "none");
        expected.put("auth.audience", "");
        expected.put("auth.hs-secret", "none");
        expected.put("auth.public-key-file", "none");
        expected.put("auth.jwks-file", "none");
        expected.put("auth.jwks-url", "none");
        expected.put("auth.api-keys", "");
        expected.put("auth.resume-key", "auto");
        expected.put("ingest.allowed-addresses", "127.0.0.0/8, ::1");
        expected.put("compression.enabled", "true");
        expected.put("broker", "local");
        expected.put("redis.mode", "single");
        expected.put("redis.uris", "redis://127.0.0.1:6379");
        expected.put("redis.master", "mymaster");
        expected.put("redis.username", "none");
        expected.put("redis.password", "none");
        expected.put("redis.password-file", "none");
        expected.put("redis.ca-file", "none");
        expected.put("redis.prefix", "tickgate");
        expected.put("redis.node-name", "auto");
        expected.put("channels", "");
        ChannelsConfig.ALWAYS.forEach(family -> {
            expected.put("channels." + family + ".indexed", "");
            expected.put("channels." + family + ".views", "");
        });
        expected.put("channels.market_data.kind", "state");
        expected.put("channels.backtest_progress.kind", "state");
        expected.put("channels.chart_updates.kind", "stream");
        expected.put("channels.notifications.kind", "stream");
        expected.put("channels.system_status.kind", "state");
        for (String family :
                List.of("market_data", "backtest_progress", "chart_updates", "notifications", "system_status")) {
            expected.put("channels." + family + ".slow", "auto");
            expected.put("channels." + family + ".on-broker-loss", "refuse");
        }
        expected.put("outbound.low-water", "64KiB");
        expected.put("outbound.notsent-lowat", "128KiB");
        expected.put("outbound.max-kbps", "0");
        expected.put("outbound.max-hz", "0");
        expected.put("notifications.time-zone", "UTC");
        expected.put("admin.listen", "off");
        expected.put("admin.socket-group", "none");
        expected.put("admin.redact", "password, secret, token, authorization, apikey, cookie, email, phone, address");
        expected.put("server.pages", "true");
        expected.put("logging.format", "auto");
        expected.put("logging.level", "info");
        expected.put("logging.access", "false");

        Map<String, String> found = new LinkedHashMap<>();
        List<String> rangedKeys = ranged().map(Ranged::key).toList();
        for (Setting<?> setting : GatewayConfig.SETTINGS) {
            if (!rangedKeys.contains(setting.key())) {
                found.put(setting.key(), setting.defaultText());
            }
        }

        assertThat(found).containsExactlyInAnyOrderEntriesOf(expected);
    }

    @Test
    void everyKeyHasAnEnvironmentNameOfItsOwn() {
        List<String> names = new ArrayList<>();
        GatewayConfig.SETTINGS.forEach(setting -> names.add(setting.environmentName()));

        assertThat(names)
                .doesNotHaveDuplicates()
                .allMatch(name -> name.matches("GATEWAY_[A-Z_]+"))
                .contains(
                        "GATEWAY_SERVER_PORT",
                        "GATEWAY_LIMITS_MAX_CONNECTIONS",
                        "GATEWAY_LIMITS_MAX_CONNECTIONS_PER_IP",
                        "GATEWAY_TIMEOUTS_HEARTBEAT_INTERVAL",
                        "GATEWAY_TIMEOUTS_IDLE",
                        "GATEWAY_TIMEOUTS_CONNECT");
    }

    @Test
    void aTimeZoneMustBeOneThatThereIs() {
        assertThat(GatewayConfig.of(Map.of("notifications.time-zone", "Asia/Hong_Kong"))
                        .notifications()
                        .timeZone())
                .isEqualTo(ZoneId.of("Asia/Hong_Kong"));
        assertThatThrownBy(() -> GatewayConfig.of(Map.of("notifications.time-zone", "Mars/Olympus")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("notifications.time-zone: must be the IANA name of a time zone");
    }

    @Test
    void recordsCheckWhatCodeGivesThemAsTheLoaderDoes() {
        assertThatThrownBy(() -> new CompressionConfig(true, 200, 10))
                .isInstanceOf(ConfigException.class)
                .hasMessage("compression.level: must be 1 to 9, was 10");
        assertThatThrownBy(() -> new OutboundConfig(1024, 4095, 64 << 10, 4096, Duration.ZERO, 0, 0, 0, 0, 0))
                .isInstanceOf(ConfigException.class)
                .hasMessage("outbound.queue-bytes-max: must be 4KiB to 64MiB, was 4095B");
        assertThatThrownBy(() -> new OutboundConfig(8192, 4096, 64 << 10, 4096, Duration.ZERO, 0, 0, 0, 0, 0))
                .isInstanceOf(ConfigException.class)
                .hasMessage("outbound.low-water: must not be above outbound.queue-bytes-max (4096), was 8192");
        assertThatThrownBy(() -> GatewayConfig.of(Map.of("channels.notifications.slow", "conflate")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("must not be conflate where channels.notifications.kind is stream");
    }
}
