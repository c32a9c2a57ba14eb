package io.tickgate.core.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Prometheus itself makes of the metrics, of the dashboard and of the alerts; skipped where it is not installed. */
class PrometheusTest {
    private static final Path CONFIG = Path.of("..", "config");
    private static final Path PROMETHEUS = CONFIG.resolve("prometheus");

    /** Looks back further than a test does. */
    private static final String NEEDS_TEN_MINUTES = " offset ";

    @TempDir
    Path directory;

    private static void requireInstalled(String command) {
        Assumptions.assumeTrue(
                ForeignProcess.isInstalled(command),
                () -> command
                        + " is not installed (Debian: apt-get install prometheus), so nobody checks what it makes of the metrics");
    }

    /** Runs promtool, which must be content. */
    private void promtool(Path input, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("promtool"));
        command.addAll(List.of(arguments));
        Path output = directory.resolve("promtool.txt");
        Process process = new ProcessBuilder(command)
                .redirectInput(input.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as("%s", Files.readString(output)).isZero();
    }

    @Test
    void promtoolFindsNothingToSayAboutThePage() throws IOException, InterruptedException {
        requireInstalled("promtool");
        Path page = directory.resolve("metrics.txt");
        try (TestGateway gateway = TestGateway.start(Wiring.EPOLL_TWO_LOOPS)) {
            MetricsScene.play(gateway);
            Files.writeString(page, gateway.request("GET", "/metrics", "").body());
        }

        promtool(page, "check", "metrics");
        assertThat(directory.resolve("promtool.txt")).isEmptyFile();
    }

    @Test
    void theAlertsComeWhenTheyShould() throws IOException, InterruptedException {
        requireInstalled("promtool");
        Path nothing = Files.createFile(directory.resolve("nothing"));

        promtool(
                nothing, "check", "config", PROMETHEUS.resolve("prometheus.yml").toString());
        promtool(nothing, "check", "rules", PROMETHEUS.resolve("alerts.yml").toString());
        promtool(nothing, "test", "rules", PROMETHEUS.resolve("alerts-test.yml").toString());
    }

    @Test
    void everyAlertIsTestedBothWays() throws IOException {
        String tests = Files.readString(PROMETHEUS.resolve("alerts-test.yml"));
        for (String alert : all(PROMETHEUS.resolve("alerts.yml"), "- alert: (\\w+)")) {
            assertThat(tests.split("alertname: " + alert + "\\b", -1)).as(alert).hasSize(3);
        }
    }

    @Test
    void everyExpressionOfTheDashboardAndTheAlertsFindsSomethingInARealPrometheus() throws IOException {
        requireInstalled("prometheus");
        int port = freePort();
        try (TestGateway gateway = TestGateway.start(Wiring.EPOLL_TWO_LOOPS);
                ForeignProcess prometheus = startPrometheus(gateway.port(), port)) {
            RawWebSocket client = MetricsScene.play(gateway);
            assertThat(prometheus.isRunning()).isTrue();
            Awaitility.await().atMost(Duration.ofSeconds(40)).ignoreExceptions().until(() -> {
                MetricsScene.publish(gateway, client);
                return !query(port, "sum(rate(gateway_deliveries_total[10s])) > 0")
                                .isEmpty()
                        && !query(port, "changes(gateway_sends_total[10s]) > 0").isEmpty();
            });

            Set<String> expressions = new LinkedHashSet<>();
            expressions.addAll(all(CONFIG.resolve("grafana/tickgate.json"), "\"expr\": \"(.*)\""));
            expressions.addAll(all(PROMETHEUS.resolve("alerts.yml"), "expr: (.*)"));
            assertThat(expressions).hasSizeGreaterThan(50);
            for (String expression : expressions) {
                if (!expression.contains(NEEDS_TEN_MINUTES)) {
                    assertThat(query(port, atOnce(expression))).as(expression).isNotEmpty();
                }
            }
            assertThat(query(port, "scrape_samples_scraped"))
                    .as("the form that Prometheus asks for is read to its end")
                    .allSatisfy(
                            sample -> assertThat(sample.get("value").toString()).doesNotContain(" 0]"));
        }
    }

    /** Without Grafana's variables, and with comparisons that say 0 or 1 rather than nothing or something. */
    private static String atOnce(String expression) {
        return expression
                .replace("\\\"", "\"")
                .replace("$__rate_interval", "10s")
                .replace("$instance", ".*")
                .replaceAll(" (>|<|==) ", " $1 bool ");
    }

    private static List<String> all(Path file, String regex) throws IOException {
        List<String> found = new ArrayList<>();
        Matcher matcher = Pattern.compile(regex).matcher(Files.readString(file));
        while (matcher.find()) {
            found.add(matcher.group(1));
        }
        assertThat(found).as("%s in %s", regex, file).isNotEmpty();
        return found;
    }

    /** Runs with the configuration that is shipped, faster, and on another gateway. */
    private ForeignProcess startPrometheus(int gatewayPort, int port) throws IOException {
        String shipped = Files.readString(PROMETHEUS.resolve("prometheus.yml"));
        assertThat(shipped).contains("127.0.0.1:8001", "interval: 10s");
        Files.writeString(
                directory.resolve("prometheus.yml"),
                shipped.replace("127.0.0.1:8001", "127.0.0.1:" + gatewayPort)
                        .replace("interval: 10s", "interval: 500ms"));
        Files.copy(PROMETHEUS.resolve("alerts.yml"), directory.resolve("alerts.yml"));
        return ForeignProcess.start(
                directory,
                "prometheus",
                "--config.file=prometheus.yml",
                "--storage.tsdb.path=data",
                "--web.listen-address=127.0.0.1:" + port);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static List<Map<String, Object>> query(int port, String expression) throws IOException {
        URI uri =
                URI.create("http://127.0.0.1:" + port + "/api/v1/query?query=" + URLEncoder.encode(expression, UTF_8));
        try {
            HttpResponse<String> answer = HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode())
                    .as("%s: %s", expression, answer.body())
                    .isEqualTo(200);
            return Json.children(Json.child(Json.object(answer.body()), "data"), "result");
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
