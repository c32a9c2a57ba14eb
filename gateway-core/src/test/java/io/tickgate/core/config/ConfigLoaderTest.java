package io.tickgate.core.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Precedence, names and contradictions. */
class ConfigLoaderTest {
    @TempDir
    private Path directory;

    private Path file(String text) throws IOException {
        return Files.writeString(directory.resolve("gateway.yaml"), text);
    }

    private static GatewayConfig environment(String name, String value) {
        return ConfigLoader.load(null, Map.of(name, value), Map.of());
    }

    @Test
    void nothingSaidIsTheDefault() {
        assertThat(ConfigLoader.load(null, Map.of(), Map.of())).isEqualTo(GatewayConfig.DEFAULT);
    }

    @Test
    void theEnvironmentWinsOverTheFileAndFlagsOverBoth() throws IOException {
        Path file = file("server: {port: 1, event-loops: 1, transport: nio}\n");
        Map<String, String> environment = Map.of("GATEWAY_SERVER_PORT", "2", "GATEWAY_SERVER_EVENT_LOOPS", "2");

        ServerConfig server =
                ConfigLoader.load(file, environment, Map.of("server.port", "3")).server();

        assertThat(server.port()).isEqualTo(3);
        assertThat(server.eventLoops()).isEqualTo(2);
        assertThat(server.transport()).isEqualTo(ServerConfig.Transport.NIO);
    }

    @Test
    void whoWinsIsWhoIsBlamed() throws IOException {
        Path file = file("server:\n  port: 70000\n");

        assertThatThrownBy(() -> ConfigLoader.load(file, Map.of(), Map.of()))
                .hasMessage(file + ":2: server.port: must be 0 to 65535, was 70000");
        assertThatThrownBy(() -> ConfigLoader.load(file, Map.of("GATEWAY_SERVER_PORT", "70001"), Map.of()))
                .hasMessage("environment GATEWAY_SERVER_PORT: server.port: must be 0 to 65535, was 70001");
        assertThatThrownBy(() -> ConfigLoader.load(file, Map.of(), Map.of("server.port", "70002")))
                .hasMessage("--set: server.port: must be 0 to 65535, was 70002");
        assertThat(ConfigLoader.load(file, Map.of(), Map.of("server.port", "7000"))
                        .server()
                        .port())
                .isEqualTo(7000);
    }

    @Test
    void everythingThatIsWrongIsToldAtOnce() throws IOException {
        Path file = file("""
                server:
                  port: 70000
                  prot: 1
                limits:
                  max-connections: none
                  max-connections: 5
                outbound: 3
                """);
        Map<String, String> environment = Map.of("GATEWAY_SERVER_PROT", "1", "GATEWAY_TIMEOUTS_IDLE", "1ms");

        assertThatThrownBy(() -> ConfigLoader.load(
                        file,
                        environment,
                        Map.of("server.event-loops", "-1"),
                        Map.of("server.event-loops", "--event-loops")))
                .isInstanceOfSatisfying(ConfigException.class, e -> {
                    assertThat(e.faults())
                            .extracting(fault -> fault.origin() + " " + fault.key())
                            .containsExactlyInAnyOrder(
                                    file + ":3 server.prot",
                                    file + ":6 limits.max-connections",
                                    file + ":7 outbound",
                                    "null environment GATEWAY_SERVER_PROT",
                                    file + ":2 server.port",
                                    file + ":5 limits.max-connections",
                                    "environment GATEWAY_TIMEOUTS_IDLE timeouts.idle",
                                    "--event-loops server.event-loops");
                    assertThat(e).message().hasLineCount(8).contains("nearest known one");
                });
    }

    @Test
    void aListInTheEnvironmentHasCommas() {
        GatewayConfig config = environment("GATEWAY_SERVER_ALLOWED_ORIGINS", "https://a.example, https://b.example:81");

        assertThat(config.server().allowedOrigins()).containsExactly("https://a.example", "https://b.example:81");
    }

    @Test
    void viewsComeFromTheEnvironmentAndFromFlags() {
        GatewayConfig config = ConfigLoader.load(
                null,
                Map.of("GATEWAY_CHANNELS_ORDERS_VIEWS", "lite", "GATEWAY_CHANNELS_ORDERS_VIEWS_LITE", "id, side"),
                Map.of(
                        "channels",
                        "orders",
                        "channels.market_data.views",
                        "small",
                        "channels.market_data.views.small",
                        "last"));

        assertThat(config.channels().families())
                .filteredOn(family -> !family.views().isEmpty())
                .extracting(FamilyConfig::name, FamilyConfig::views)
                .containsExactly(
                        tuple("market_data", List.of(new ViewConfig("small", List.of("last")))),
                        tuple("orders", List.of(new ViewConfig("lite", List.of("id", "side")))));
    }

    @Test
    void aMisspeltNameInTheEnvironmentIsRefused() {
        assertThatThrownBy(() -> environment("GATEWAY_LIMITS_MAX_CONNECTION", "5"))
                .isInstanceOf(ConfigException.class)
                .hasMessage("environment GATEWAY_LIMITS_MAX_CONNECTION: unknown; the nearest known name is "
                        + "GATEWAY_LIMITS_MAX_CONNECTIONS");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"GATEWAY_JAVA_OPTS", "GATEWAY_PORT_8001_TCP", "GATEWAY_SERVICE_HOST", "GATEWAY_", "SERVER_PORT"})
    void namesOfOthersInTheEnvironmentDoNotMatter(String name) {
        assertThat(environment(name, "x")).isEqualTo(GatewayConfig.DEFAULT);
    }

    @ParameterizedTest
    @CsvSource({
        "server.prot, server.port",
        "limits.max-connection, limits.max-connections",
        "port, server.port",
        "server.max-subscriptions, limits.max-subscriptions",
        "limits.idle, timeouts.idle",
        "limit, limits",
        "chanels, channels"
    })
    void anUnknownKeyComesWithTheNearestKnownOne(String key, String nearest) {
        assertThatThrownBy(() -> GatewayConfig.of(Map.of(key, "1")))
                .isInstanceOf(ConfigException.class)
                .hasMessage("--set: " + key + ": unknown key; the nearest known one is " + nearest);
    }

    @Test
    void clientsThatAnswerEveryPingAreNeverIdle() throws IOException {
        Path file = file("timeouts:\n\n  heartbeat-interval: 90s\n");

        assertThatThrownBy(() -> ConfigLoader.load(file, Map.of(), Map.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessage(file + ":3: timeouts.idle: must be longer than timeouts.heartbeat-interval, which is 90s, "
                        + "was 90s; clients that answer every ping would count as idle");
        assertThat(ConfigLoader.load(file, Map.of(), Map.of("timeouts.idle", "90001ms"))
                        .timeouts()
                        .idle())
                .hasMillis(90_001);
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "0.0.0.0", "::", "192.0.2.1", "push.example.com", "127.0.0.1.example.com"})
    void withoutAuthenticationOnlyLoopbackIsListenedOn(String host) {
        assertThatThrownBy(() -> GatewayConfig.of(Map.of("server.host", host)))
                .isInstanceOf(ConfigException.class)
                .hasMessage(
                        "--set: server.host: \"" + host + "\" can be reached from other machines and there is no "
                                + "authentication; say auth.mode: required, or auth.mode: open if that is meant, or listen on localhost");
        assertThat(GatewayConfig.of(Map.of("server.host", host, "auth.mode", "open"))
                        .server()
                        .host())
                .isEqualTo(host);
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "127.0.0.1", "127.1.2.3", "::1"})
    void loopbackNeedsNoAuthentication(String host) {
        assertThat(GatewayConfig.of(Map.of("server.host", host)).server().host())
                .isEqualTo(host);
    }

    @Test
    void channelFamiliesComeBesideTheFiveOfEveryGateway() {
        assertThat(GatewayConfig.of(Map.of("channels", "orders, market_data, orders"))
                        .channels()
                        .familyNames())
                .containsExactly(
                        "market_data",
                        "backtest_progress",
                        "chart_updates",
                        "notifications",
                        "system_status",
                        "orders");
        assertThatThrownBy(() -> GatewayConfig.of(Map.of("channels", "orders:eu")))
                .hasMessage(
                        "--set: channels: must be names of letters, digits and _ . -, but for user, was \"orders:eu\"");
        assertThatThrownBy(() -> GatewayConfig.of(Map.of("channels", "user"))).isInstanceOf(ConfigException.class);
        assertThat(GatewayConfig.of(Map.of("channels", "users")).channels().familyNames())
                .contains("users");
    }
}
