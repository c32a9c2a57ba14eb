package io.tickgate.core.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class YamlSourceTest {
    @TempDir
    private Path directory;

    private GatewayConfig load(String text) throws IOException {
        return load(text.getBytes(UTF_8));
    }

    private GatewayConfig load(byte[] text) throws IOException {
        return ConfigLoader.load(Files.write(directory.resolve("gateway.yaml"), text), Map.of(), Map.of());
    }

    /** A file that is wrong, and what is said about it after the file's name. */
    record Wrong(String text, String message) {}

    static Stream<Wrong> wrong() {
        return Stream.of(
                new Wrong("server:\n  prot: 1\n", ":2: server.prot: unknown key; the nearest known one is server.port"),
                new Wrong("limit:\n  memory: 1GiB\n", ":1: limit: unknown key; the nearest known one is limits"),
                new Wrong("port: 9000\n", ":1: port: unknown key; the nearest known one is server.port"),
                new Wrong("server:\n  port: 1\n  port: 1\n", ":3: server.port: stands twice"),
                new Wrong("server:\n  port: 1\nserver:\n  port: 1\n", ":3: server: stands twice"),
                new Wrong("server: 8001\n", ":1: server: must be a section of keys and values"),
                new Wrong("- server\n", ":1: must be a section of keys and values"),
                new Wrong("server:\n  - port\n", ":2: server: must be a section of keys and values"),
                new Wrong("server:\n  port: [1]\n", ":2: server.port: takes one value, not a list or a section"),
                new Wrong("server:\n  port: {a: 1}\n", ":2: server.port: takes one value, not a list or a section"),
                new Wrong("server:\n  port:\n", ":2: server.port: has no value; delete the line to take the default"),
                new Wrong("server:\n  port: ~\n", ":2: server.port: has no value; delete the line to take the default"),
                new Wrong(
                        "server:\n  allowed-hosts:\n    - [a]\n",
                        ":3: server.allowed-hosts: takes a list of single values"),
                new Wrong(
                        "channels:\n  orders:\n    history: 5\n",
                        ":3: channels.orders.history: must be a section of keys and values"),
                new Wrong(
                        "channels:\n  orders:\n    history:\n      sise: 5\n",
                        ":4: channels.orders.history.sise: unknown key; the nearest known one is channels.orders.history.size"),
                new Wrong(
                        "channels:\n  market_data:\n    kind: ticks\n",
                        ":3: channels.market_data.kind: must be stream or state, was \"ticks\""),
                new Wrong(
                        "channels:\n  a b: {}\n",
                        ":2: channels: must be names of letters, digits and _ . -, but for user, was \"a b\""),
                new Wrong(
                        "channels:\n  market_data:\n    indexed: [a b]\n",
                        ":3: channels.market_data.indexed: must be names of members, 1 to 64 characters without comma "
                                + "and white space, was \"a b\""),
                new Wrong(
                        "channels:\n  market_data:\n    indexed: [a,b,c,d,e,f,g,h,i]\n",
                        ":3: channels.market_data.indexed: must be at most 8 entries, were 9"),
                new Wrong(
                        "channels:\n  market_data:\n    indexed: [a, b, a]\n",
                        ":3: channels.market_data.indexed: names a member twice"),
                new Wrong(
                        "channels:\n  market_data:\n    indexed: [offset]\n",
                        ":3: channels.market_data.indexed: \"offset\" is set by the gateway, not by publishers"),
                new Wrong(
                        "channels:\n  market_data:\n    views:\n      a.b: [x]\n",
                        ":4: channels.market_data.views: must be names of letters, digits and _ -, was \"a.b\""),
                new Wrong(
                        "channels:\n  market_data:\n    views:\n      lite: []\n",
                        ":4: channels.market_data.views.lite: must name at least one member of a message"),
                new Wrong(
                        "channels:\n  market_data:\n    views:\n      lite: [x]\n      lite: [y]\n",
                        ":5: channels.market_data.views.lite: stands twice"),
                new Wrong(
                        "channels:\n  market_data:\n    views:\n      lite: {x: y}\n",
                        ":4: channels.market_data.views.lite: takes a list of single values"),
                new Wrong(
                        "channels:\n  market_data:\n    views: {a: x, b: x, c: x, d: x, e: x, f: x, g: x, h: x, i: x, j: x}\n",
                        ":3: channels.market_data.views: must be at most 9 entries, were 10"),
                new Wrong(
                        "limits:\n  max-connections: many\n",
                        ":2: limits.max-connections: must be a whole number, 1 to 1000000, was \"many\""),
                new Wrong(
                        "limits:\n  memory: 1GB\n",
                        ":2: limits.memory: must be a size such as 64KiB, 128MiB to 64GiB, was \"1GB\""),
                new Wrong(
                        "server:\n  trusted-proxies: [10.0.0.0/33]\n",
                        ":2: server.trusted-proxies: must be an address or a range such as 10.0.0.0/8 or ::1, was "
                                + "\"10.0.0.0/33\""));
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void whatIsWrongIsNamedWithFileAndLineAndKeyAndRule(Wrong wrong) {
        assertThatThrownBy(() -> load(wrong.text))
                .isInstanceOf(ConfigException.class)
                .hasMessage(directory.resolve("gateway.yaml") + wrong.message);
    }

    @Test
    void aFamilyHasSettingsOfItsOwn() throws IOException {
        ChannelsConfig channels = load("""
                        channels:
                          market_data:
                            history:
                              size: 7
                            indexed: [symbol, 成交量]
                            views:
                              lite: [symbol, last]
                              one: last
                          orders: {kind: state, history: {ttl: 1h}}
                        """).channels();

        assertThat(channels.families())
                .contains(
                        new FamilyConfig(
                                "market_data",
                                FamilyConfig.Kind.STATE,
                                FamilyConfig.Slow.CONFLATE,
                                7,
                                1 << 20,
                                Duration.ofMinutes(5),
                                FamilyConfig.OnBrokerLoss.REFUSE,
                                List.of("symbol", "成交量"),
                                List.of(
                                        new ViewConfig("lite", List.of("symbol", "last")),
                                        new ViewConfig("one", List.of("last")))),
                        new FamilyConfig(
                                "orders",
                                FamilyConfig.Kind.STATE,
                                FamilyConfig.Slow.CONFLATE,
                                1000,
                                1 << 20,
                                Duration.ofHours(1),
                                FamilyConfig.OnBrokerLoss.REFUSE,
                                List.of(),
                                List.of()))
                .hasSize(6);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"server: {port: 1", "server:\n\tport: 1\n", "a: b: c", "server: *nowhere\n", "--- {}\n--- {}\n"})
    void whatIsNoYamlIsSaidSo(String text) {
        assertThatThrownBy(() -> load(text))
                .isInstanceOf(ConfigException.class)
                .hasMessageMatching(".*gateway\\.yaml(:\\d+)?: not YAML: [^\\n]+");
    }

    @Test
    void anotherEncodingThanUtf8IsRefused() {
        assertThatThrownBy(() -> load(new byte[] {'#', ' ', (byte) 0xe9, '\n'}))
                .isInstanceOf(ConfigException.class)
                .hasMessage(directory.resolve("gateway.yaml") + ": not UTF-8");
    }

    @Test
    void aByteOrderMarkDoesNotMatter() throws IOException {
        assertThat(load("\ufeffserver:\n  port: 1\n").server().port()).isEqualTo(1);
    }

    @Test
    void aFileThatIsNotThereIsSaidSo() {
        Path missing = directory.resolve("missing.yaml");

        assertThatThrownBy(() -> ConfigLoader.load(missing, Map.of(), Map.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessage(missing + ": there is no such file");
        assertThatThrownBy(() -> ConfigLoader.load(directory, Map.of(), Map.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessage(directory + ": cannot be read: Is a directory");
    }

    @Test
    void aHugeFileIsNotRead() {
        assertThatThrownBy(() -> load("#".repeat((1 << 20) + 1)))
                .isInstanceOf(ConfigException.class)
                .hasMessage(directory.resolve("gateway.yaml") + ": larger than 1MiB");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "# nothing\n", "---\n", "server:\nlimits: {}\n", "channels:\n", "channels: []\n"})
    void whatIsLeftOutStandsAtItsDefault(String text) throws IOException {
        assertThat(load(text)).isEqualTo(GatewayConfig.DEFAULT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "channels: [orders, fills]\n",
                "channels:\n  - orders\n  - fills\n",
                "channels:\n  orders:\n  fills: {}\n",
                "channels: {orders: , fills: }\n",
                "channels: orders, fills\n"
            })
    void channelsAreAListOrAMappingOfNames(String text) throws IOException {
        List<String> names = load(text).channels().familyNames();

        assertThat(names.subList(5, names.size())).containsExactly("orders", "fills");
    }

    @Test
    void anAddressInBracketsOrQuotesIsOneEntry() throws IOException {
        GatewayConfig config =
                load("ingest:\n  allowed-addresses: [\"::1\", 10.0.0.0/8]\nserver:\n  allowed-hosts: ['[::1]:8001']\n");

        assertThat(config.ingest().allowedAddresses())
                .containsExactly(IpRange.parse("::1"), IpRange.parse("10.0.0.0/8"));
        assertThat(config.server().allowedHosts()).containsExactly("[::1]:8001");
    }
}
