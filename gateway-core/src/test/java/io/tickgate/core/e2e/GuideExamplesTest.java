package io.tickgate.core.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The example clients of the original system's guide, unchanged but for the port, run by the interpreters their users run
 * them with. What they need is installed below {@code target} on the first run.
 */
class GuideExamplesTest {
    private static final String PYTHON_LIBRARY = "websockets==15.0.1";
    private static final String NODE_LIBRARY = "ws@8.18.3";

    private static final String PROGRESS = """
            {"type":"backtest_progress_update","task_id":"backtest_001","data":{"task_id":"backtest_001",
            "status":"running","progress":45.5,"current_step":"策略执行","current_step_index":4,"total_steps":10,
            "message":"正在执行KDJ策略...","estimated_time_remaining":120.5,"elapsed_time":30.2,
            "data":{"symbol":"0700.HK","strategy":"kdj"}},"timestamp":"2025-11-09T12:00:00Z"}""";
    private static final String CHART = """
            {"type":"chart_update","symbol":"0700.HK","update_type":"add","data_points":[
            {"timestamp":1731144000.0,"data_type":"ohlcv","value":355.0,"additional_data":{"field":"close"}}],
            "metadata":{"data_types":["ohlcv"],"batch_size":1},"timestamp":"2025-11-09T12:00:00Z"}""";
    private static final String NOTIFICATION = """
            {"type":"notification","notification":{"id":"notif_1731144000000_1","type":"backtest_completed",
            "title":"回测完成","message":"回测任务 backtest_001 已完成","priority":"HIGH",
            "timestamp":"2025-11-09T12:00:00Z","metadata":{"task_id":"backtest_001"},
            "action_url":"/backtest/result/backtest_001","action_text":"查看结果"},"timestamp":"2025-11-09T12:00:00Z"}""";

    private final Path directory = Path.of("target", "guide").toAbsolutePath();
    private TestGateway gateway;

    @BeforeEach
    void start() throws IOException {
        Files.createDirectories(directory);
        gateway = TestGateway.start(Wiring.EPOLL_TWO_LOOPS);
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void thePythonExamplePrintsWhatIsPublished() {
        assumeTrue(ForeignProcess.isInstalled("python3"), "SKIPPED: the guide's Python example needs python3");
        Path python = directory.resolve("python/bin/python");
        if (!Files.exists(directory.resolve("python/installed"))) {
            ForeignProcess.run(directory, "python3", "-m", "venv", "python");
            ForeignProcess.run(
                    directory,
                    python.toString(),
                    "-m",
                    "pip",
                    "install",
                    "-q",
                    "--disable-pip-version-check",
                    PYTHON_LIBRARY);
            write("python/installed", PYTHON_LIBRARY);
        }
        write("client.py", example("client.py"));

        try (ForeignProcess client = ForeignProcess.start(directory, python.toString(), "-u", "client.py")) {
            assertThat(client.readLines(4))
                    .containsExactly(
                            "收到: connection_established",
                            "收到: subscription_confirmed",
                            "收到: subscription_confirmed",
                            "收到: subscription_confirmed");
            gateway.broadcast("backtest_progress:backtest_001", PROGRESS);
            assertThat(client.readLines(2)).containsExactly("收到: backtest_progress_update", "进度: 45.5%");
            gateway.broadcast("chart_updates:0700.HK", CHART);
            assertThat(client.readLines(2)).containsExactly("收到: chart_update", "图表数据: 0700.HK");
            gateway.broadcast("notifications", NOTIFICATION);
            assertThat(client.readLines(2)).containsExactly("收到: notification", "通知: 回测完成");
        }
    }

    @Test
    void theJavaScriptExamplePrintsWhatIsPublished() {
        assumeTrue(ForeignProcess.isInstalled("node"), "SKIPPED: the guide's JavaScript example needs node");
        assumeTrue(ForeignProcess.isInstalled("npm"), "SKIPPED: the guide's JavaScript example needs npm");
        if (!Files.exists(directory.resolve("node_modules/ws/package.json"))) {
            write("package.json", "{\"private\":true}");
            ForeignProcess.run(directory, "npm", "install", "--no-audit", "--no-fund", "--no-save", NODE_LIBRARY);
        }
        write("preload.cjs", resource("preload.cjs"));
        write("client.js", example("client.js"));

        try (ForeignProcess client =
                ForeignProcess.start(directory, "node", "--require", "./preload.cjs", "client.js")) {
            assertThat(client.readLines(1)).containsExactly("WebSocket已连接");
            Awaitility.await().untilAsserted(() -> {
                Map<String, Object> subscriptions = Json.child(gateway.connections(), "subscriptions");
                assertThat(subscriptions).containsEntry("backtest_progress", 1L).containsEntry("notifications", 1L);
            });
            gateway.broadcast("backtest_progress:backtest_001", PROGRESS);
            assertThat(client.readLines(1)).containsExactly("进度: 45.5%");
            gateway.broadcast("notifications", NOTIFICATION);
            assertThat(client.readLines(1)).containsExactly("通知: 回测完成");
            gateway.gateway().close();
            assertThat(client.readLines(1)).containsExactly("WebSocket已关闭");
        }
    }

    private String example(String name) {
        String text = resource(name);
        assertThat(text).contains("ws://localhost:8001/api/v1/websocket/ws");
        return text.replace("localhost:8001", "localhost:" + gateway.port());
    }

    private static String resource(String name) {
        try (InputStream in = GuideExamplesTest.class.getResourceAsStream("/guide/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(String name, String text) {
        try {
            Files.writeString(directory.resolve(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
