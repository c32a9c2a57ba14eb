package io.tickgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickgate.cluster.SharedRedis;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code gateway nodes} against gateways that share a real Redis, and against some that do not. */
@Timeout(120)
class NodesCommandTest {
    private static final Pattern SEEN = Pattern.compile("\"seen_ms_ago\":(\\d+)");

    @TempDir
    private Path directory = Path.of("");

    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void stop() throws Exception {
        for (int i = open.size() - 1; i >= 0; i--) {
            open.get(i).close();
        }
    }

    private SharedRedis redis() throws IOException {
        SharedRedis redis = SharedRedis.start(Files.createDirectory(directory.resolve("redis")));
        open.add(redis);
        return redis;
    }

    private TestGateway gateway(SharedRedis redis, String name) throws IOException {
        TestGateway gateway = TestGateway.start(
                "broker",
                "redis",
                "redis.uris",
                redis.uri(),
                "redis.node-name",
                name,
                "drain.window",
                "1m",
                "admin.listen",
                admin(name));
        open.add(gateway);
        return gateway;
    }

    private String admin(String name) {
        return "unix:" + directory.resolve(name + ".sock");
    }

    /** What the gateway of that name is asked. */
    private CommandRun ask(String name, String... more) {
        List<String> all = new ArrayList<>(List.of("nodes", "--admin", admin(name)));
        all.addAll(List.of(more));
        return CommandRun.of(all.toArray(String[]::new));
    }

    private static void eventually(ThrowingRunnable assertion) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(100))
                .untilAsserted(assertion);
    }

    @Test
    void eachShowsAllAsATableOrAsLinesOfJson() throws IOException {
        SharedRedis redis = redis();
        gateway(redis, "one");
        TestGateway other = gateway(redis, "other");

        for (String asked : List.of("one", "other")) {
            eventually(() -> assertThat(ask(asked).out().lines()).hasSize(3));
            CommandRun table = ask(asked);
            CommandRun json = ask(asked, "--json");

            assertThat(table.exitCode()).as(table.err()).isZero();
            assertThat(table.out().lines().toList().get(0).split(" +"))
                    .containsExactly(
                            "node",
                            "status",
                            "connections",
                            "subscriptions",
                            "uptime_seconds",
                            "seen_ms_ago",
                            "version",
                            "asked");
            assertThat(table.out().lines().toList().get(1)).matches("one +online +0 +0 .* " + yesIf(asked, "one"));
            assertThat(table.out().lines().toList().get(2)).matches("other +online +0 +0 .* " + yesIf(asked, "other"));
            assertThat(json.out().lines())
                    .hasSize(2)
                    .allMatch(line -> line.startsWith("{\"node\":\"o") && line.endsWith("}"))
                    .filteredOn(line -> line.contains("\"asked\":\"yes\""))
                    .singleElement()
                    .asString()
                    .startsWith("{\"node\":\"" + asked + "\",\"status\":\"online\",\"connections\":0");
        }
        // Without clients it would be gone before it has said again how it is; each leaves at a moment of its own.
        for (int i = 0; i < 8; i++) {
            connect(other);
        }
        other.drain();
        eventually(() -> assertThat(ask("one").out()).containsPattern("other +draining"));
    }

    /** A client that stays. */
    private void connect(TestGateway gateway) {
        WebSocket client = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(
                        URI.create("ws://localhost:" + gateway.port() + "/api/v1/websocket/ws"),
                        new WebSocket.Listener() {})
                .join();
        open.add(client::abort);
    }

    private static String yesIf(String asked, String name) {
        return asked.equals(name) ? "yes" : "no";
    }

    @Test
    void oneThatHasDiedIsShownWithWhenItWasHeardLastAndSoonNoMore() throws IOException {
        SharedRedis redis = redis();
        gateway(redis, "one");

        leaveBehind(redis, 10_000);
        eventually(() -> assertThat(ask("one", "--json").out()).contains("\"node\":\"dead\""));
        String dead = ask("one", "--json")
                .out()
                .lines()
                .filter(line -> line.contains("dead"))
                .findFirst()
                .orElseThrow();
        assertThat(dead).contains("\"connections\":3,\"subscriptions\":2,");
        assertThat(seen(dead)).isBetween(10_000L, 20_000L);

        leaveBehind(redis, 16_000);
        eventually(() -> assertThat(ask("one").out()).doesNotContain("dead").contains("one"));
    }

    /** What a gateway does that was killed so long ago. */
    private static void leaveBehind(SharedRedis redis, long millis) {
        String said = (System.currentTimeMillis() - millis) + " dead|0.1.0|100|false|3|market_data=2";
        redis.ask("HSET {tickgate}:nodes 0123456789abcdef \"" + said + "\"");
    }

    private static long seen(String json) {
        Matcher matcher = SEEN.matcher(json);
        assertThat(matcher.find()).as(json).isTrue();
        return Long.parseLong(matcher.group(1));
    }

    @Test
    void whileRedisIsAwayItShowsHowLongNothingWasHeard() throws IOException {
        SharedRedis redis = redis();
        gateway(redis, "one");
        eventually(() -> assertThat(ask("one", "--json").out()).contains("\"node\":\"one\""));

        redis.close();

        eventually(() -> assertThat(seen(ask("one", "--json").out())).isGreaterThan(4_000));
    }

    @Test
    void oneThatStandsAloneSaysSo() throws IOException {
        open.add(TestGateway.start("admin.listen", admin("alone")));

        CommandRun text = ask("alone");
        CommandRun json = ask("alone", "--json");

        assertThat(text.exitCode()).as(text.err()).isZero();
        assertThat(text.out().lines()).hasSize(2).last().asString().contains("broker: local");
        assertThat(json.exitCode()).isZero();
        assertThat(json.out()).isEmpty();
    }

    @Test
    void whereNobodyListensThatIsSaidInOneLine() {
        CommandRun run = ask("nobody");

        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.err())
                .startsWith("gateway: cannot reach the admin listener at " + admin("nobody"))
                .hasLineCount(1);
        assertThat(run.out()).isEmpty();
    }
}
