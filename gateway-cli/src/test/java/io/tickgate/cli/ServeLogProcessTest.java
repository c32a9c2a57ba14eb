package io.tickgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What {@code serve} writes to its standard output as a daemon, and what it does when nobody takes that. */
@Timeout(60)
class ServeLogProcessTest {
    private static final Pattern DROPPED = Pattern.compile("\"log_lines_dropped\":(\\d+)");
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private @Nullable Process process;

    @AfterEach
    void kill() {
        if (process != null) {
            process.destroyForcibly();
        }
    }

    private Process start(int port, String... settings) throws IOException {
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-cp",
                System.getProperty("java.class.path"),
                "io.tickgate.cli.Main",
                "serve",
                "--port",
                Integer.toString(port)));
        for (String setting : settings) {
            line.add("--set");
            line.add(setting);
        }
        ProcessBuilder builder = new ProcessBuilder(line);
        builder.environment().keySet().removeIf(name -> name.startsWith("GATEWAY_"));
        builder.environment().put("GATEWAY_SERVER_WARM_UP", "0s");
        Process started = builder.start();
        process = started;
        return started;
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0)) {
            return free.getLocalPort();
        }
    }

    private static HttpResponse<String> get(int port, String path, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static void awaitReady(int port) {
        Awaitility.await()
                .atMost(30, TimeUnit.SECONDS)
                .ignoreExceptions()
                .until(() -> get(port, "/health/ready").statusCode() == 200);
    }

    @Test
    void everyLineOfADaemonIsAnObjectOfJson() throws Exception {
        int port = freePort();
        Process serve = start(port, "logging.access=true");
        awaitReady(port);
        get(port, "/api/v1/websocket/charts/A/points?token=secret%0d%0aforged");
        get(port, "/health/live", "Origin", "https://evil.example");

        serve.toHandle().destroy();
        List<String> lines = new BufferedReader(new InputStreamReader(serve.getInputStream(), StandardCharsets.UTF_8))
                .lines()
                .toList();

        assertThat(serve.waitFor()).isZero();
        assertThat(lines).allMatch(line -> line.startsWith("{\"timestamp\":") && line.endsWith("}"));
        assertThat(lines).anyMatch(line -> line.contains("is ready at ws://localhost:" + port));
        assertThat(lines)
                .anyMatch(line -> line.contains("gateway.access")
                        && line.contains(
                                "{\"method\":\"GET\"},{\"path\":\"/api/v1/websocket/charts/A/points\"},{\"status\":"));
        assertThat(lines)
                .anyMatch(line -> line.contains("gateway.audit")
                        && line.contains("\"formattedMessage\":\"origin refused\"")
                        && line.contains("{\"rule\":\"server.allowed-origins\"},{\"client\":\"127.0.0.1\"}")
                        && line.contains("{\"value\":\"https://evil.example\"}"));
        assertThat(lines).noneMatch(line -> line.contains("secret"));
        assertThat(lines.get(lines.size() - 1)).contains("\"formattedMessage\":\"stopped\"");
    }

    @Test
    void aPipeThatNobodyReadsStopsNeitherTheLoopsNorTheEnd() throws Exception {
        int port = freePort();
        Process serve = start(port, "logging.access=true", "logging.queue-lines=16");
        awaitReady(port);

        // A pipe holds 64 KiB, some 300 lines.
        Awaitility.await().atMost(30, TimeUnit.SECONDS).until(() -> {
            for (int i = 0; i < 100; i++) {
                get(port, "/health/live");
            }
            Matcher dropped =
                    DROPPED.matcher(get(port, "/api/v1/websocket/status").body());
            return dropped.find() && Long.parseLong(dropped.group(1)) > 100;
        });

        assertThat(get(port, "/health/live").statusCode()).isEqualTo(200);
        serve.toHandle().destroy();
        assertThat(serve.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(serve.exitValue()).isZero();
    }
}
