package io.tickgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickgate.core.Gateway;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UsageTest {
    @TempDir
    private Path directory = Path.of("");

    @Test
    void theHelpNamesEveryCommandAndEveryExitCode() {
        CommandRun run = CommandRun.of("--help");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out())
                .contains(
                        "serve",
                        "publish",
                        "subscribe",
                        "status",
                        "connections",
                        "channels",
                        "nodes",
                        "kick",
                        "drain",
                        "doctor",
                        "token",
                        "api-key",
                        "check-config",
                        "default-config",
                        "version")
                .contains(" 0 ", " 1 ", " 2 ", " 3 ", " 130 ", " 143 ")
                .doesNotContain("rehearse");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "serve",
                "publish",
                "subscribe",
                "status",
                "connections",
                "channels",
                "nodes",
                "kick",
                "drain",
                "doctor",
                "token",
                "api-key",
                "check-config",
                "default-config",
                "version"
            })
    void everyCommandHasHelpWithAnExample(String command) {
        CommandRun run = CommandRun.of(command, "--help");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("Usage: gateway " + command, "Example").contains("  gateway " + command);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "publsh",
                "publish",
                "publish market_data",
                "publish market_data [1]",
                "publish market_data {",
                "subscribe",
                "subscribe market_data --timeout 10",
                "subscribe market_data --count -1",
                "subscribe market_data --count 0",
                "subscribe market_data --timeout 1d",
                "subscribe market_data --rewind-last 0",
                "subscribe market_data --rewind-seconds 86401",
                "subscribe market_data --snapshot --rewind-last 5",
                "subscribe market_data --max-hz 0",
                "subscribe market_data --max-hz NaN",
                "subscribe market_data --max-hz often",
                "status --url localhost:8001",
                "status --url http://localhost:8001/api",
                "status --url ftp://localhost",
                "connections --limit 0",
                "channels --admin localhost:8002",
                "channels --admin unix:",
                "kick",
                "kick some --user alice",
                "serve --set admin.listen=0.0.0.0:8002",
                "serve --set admin.listen=/run/admin.sock",
                "token",
                "token --sub a --subscribe a*b",
                "token --sub alice",
                "api-key",
                "api-key a/b",
                "api-key a --publish :x",
                "serve --demo-rate 20",
                "serve --demo --demo-rate 0.01",
                "serve --demo-rate 10001",
                "serve --demo-rate NaN",
                "serve --port 65536",
                "serve --set limits.max-conections=5"
            })
    void wrongUsageIsOneLineOfWhatIsWrongAndExitsWithTwo(String line) {
        String[] arguments = line.isEmpty() ? new String[0] : line.split(" ", -1);

        CommandRun run = CommandRun.of(arguments);

        assertThat(run.exitCode()).as(run.err()).isEqualTo(2);
        assertThat(run.err()).startsWith("gateway: ").doesNotContain("\tat ", "Exception");
        assertThat(run.out()).isEmpty();
    }

    @Test
    void aMisspeltCommandIsAnsweredWithTheNearestOnes() {
        assertThat(CommandRun.of("publsh").err()).contains("publish");
    }

    @Test
    void theVersionNamesWhatItRunsOn() {
        CommandRun run = CommandRun.of("version");

        assertThat(run.out().lines())
                .satisfiesExactly(
                        line -> assertThat(line).isEqualTo("gateway " + Gateway.version()),
                        line -> assertThat(line).startsWith("java " + Runtime.version()),
                        line -> assertThat(line).matches("netty 4\\.\\d+\\..*"),
                        line -> assertThat(line).matches("transport (epoll|nio)"));
    }

    @Test
    void theVersionIsDataToo() {
        assertThat(CommandRun.of("version", "--json").out().strip())
                .matches(
                        "\\{\"gateway\":\".+\",\"java\":\".+\",\"vm\":\".+\",\"netty\":\"4.+\",\"transport\":\"(epoll|nio)\"}");
    }

    @Test
    void aFlagIsBlamedByItsOwnName() {
        assertThat(CommandRun.of("serve", "--port", "99999").err())
                .startsWith("gateway: --port: server.port: must be 0 to 65535, was 99999");
        assertThat(CommandRun.of("serve", "--set", "server.port=99999").err())
                .startsWith("gateway: --set: server.port");
        assertThat(CommandRun.of("serve", "--demo-rate", "20").err()).contains("--demo-rate needs --demo");
    }

    @Test
    void theDefaultConfigurationIsAGoodOne() throws Exception {
        Path file = Files.writeString(
                directory.resolve("gateway.yaml"),
                CommandRun.of("default-config").out());

        CommandRun run = CommandRun.of("check-config", file.toString());

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).startsWith("ok").contains("MiB");
    }

    @Test
    void aBadConfigurationIsNamedWithFileAndKey() throws Exception {
        Path file = Files.writeString(directory.resolve("bad.yaml"), "server:\n  port: 99999\n");

        CommandRun run = CommandRun.of("check-config", file.toString());

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("bad.yaml:2", "server.port").doesNotContain("\tat ");
    }

    @Test
    void everyFaultOfAConfigurationIsNamed() throws Exception {
        Path file = Files.writeString(directory.resolve("bad.yaml"), "server:\n  port: 99999\n  hots: a\n");

        CommandRun text = CommandRun.of("check-config", file.toString());
        CommandRun json = CommandRun.of("check-config", file.toString(), "--json");

        assertThat(text.err().lines())
                .satisfiesExactlyInAnyOrder(
                        line -> assertThat(line).startsWith("gateway: ").contains("bad.yaml:2: server.port"),
                        line -> assertThat(line)
                                .startsWith("gateway: ")
                                .contains("bad.yaml:3: server.hots", "server.host"));
        assertThat(json.exitCode()).isEqualTo(2);
        assertThat(json.err()).isEmpty();
        assertThat(json.out())
                .startsWith("{\"ok\":false,\"faults\":[")
                .contains("bad.yaml:2\",\"key\":\"server.port\"", "bad.yaml:3\",\"key\":\"server.hots\"");
    }

    @Test
    void aGoodConfigurationAsDataHasItsMemory() {
        CommandRun run = CommandRun.of("check-config", "--json");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).startsWith("{\"ok\":true,\"faults\":[],\"memory\":{\"ceiling_bytes\":");
    }
}
