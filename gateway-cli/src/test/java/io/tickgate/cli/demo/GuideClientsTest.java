package io.tickgate.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tickgate.core.Gateway;
import io.tickgate.core.config.ConfigLoader;
import io.tickgate.core.time.SystemClock;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The guide's example clients beside the demo, unchanged but for the port: each of their branches sees something. What they
 * need is installed by gateway-core's GuideExamplesTest, which every whole build runs before.
 */
@Timeout(60)
class GuideClientsTest {
    private static final Path GUIDE = Path.of("..", "gateway-core", "src", "test", "resources", "guide");
    private static final Path INSTALLED =
            Path.of("..", "gateway-core", "target", "guide").toAbsolutePath().normalize();
    private static final Path DIRECTORY = Path.of("target", "guide").toAbsolutePath();

    private Gateway gateway;
    private DemoPlayer player;

    @BeforeEach
    void start() throws Exception {
        Files.createDirectories(DIRECTORY);
        gateway = Gateway.start(ConfigLoader.load(null, Map.of(), Map.of("server.port", "0")));
        player = Demo.read(BarFiles.SHIPPED).start(new GatewayOutput(gateway), 20, 20, new SystemClock());
    }

    @AfterEach
    void stop() {
        player.close();
        gateway.close();
    }

    @Test
    void thePythonExampleSeesProgressChartAndNotification() throws Exception {
        Path python = INSTALLED.resolve("python/bin/python");
        assumeTrue(Files.exists(INSTALLED.resolve("python/installed")), "SKIPPED: run GuideExamplesTest first");

        assertSees(
                List.of(python.toString(), "-u", client("client.py")),
                "收到: connection_established",
                "收到: chart_update",
                "图表数据: 0700\\.HK",
                "收到: backtest_progress_update",
                "进度: [0-9.]+%",
                "通知: 回测完成");
    }

    @Test
    void theJavaScriptExampleSeesProgressAndNotification() throws Exception {
        Path library = INSTALLED.resolve("node_modules/ws/package.json");
        assumeTrue(Files.exists(library), "SKIPPED: run GuideExamplesTest first");
        Path preload = DIRECTORY.resolve("preload.cjs");
        Files.writeString(
                preload,
                Files.readString(GUIDE.resolve("preload.cjs"))
                        .replace("'ws'", "'" + INSTALLED.resolve("node_modules/ws") + "'"));

        assertSees(
                List.of("node", "--require", preload.toString(), client("client.js")),
                "WebSocket已连接",
                "进度: [0-9.]+%",
                "通知: 回测完成");
    }

    private String client(String name) throws IOException {
        String text = Files.readString(GUIDE.resolve(name));
        assertThat(text).contains("localhost:8001");
        Path file = DIRECTORY.resolve(name);
        Files.writeString(file, text.replace("localhost:8001", "localhost:" + gateway.port()));
        return file.toString();
    }

    /** Reads what a program prints until every pattern was a line of it. The test's time limit ends the wait. */
    private static void assertSees(List<String> command, String... patterns) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(DIRECTORY.toFile()).redirectErrorStream(true);
        builder.environment().put("PYTHONUTF8", "1");
        Process process = builder.start();
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            Set<String> missing = new HashSet<>(List.of(patterns));
            StringBuilder seen = new StringBuilder();
            for (String line = lines.readLine(); line != null && !missing.isEmpty(); line = lines.readLine()) {
                String printed = line;
                missing.removeIf(pattern -> Pattern.matches(pattern, printed));
                seen.append(line).append('\n');
            }
            assertThat(missing).as("missing in\n%s", seen).isEmpty();
        } finally {
            process.destroyForcibly();
        }
    }
}
