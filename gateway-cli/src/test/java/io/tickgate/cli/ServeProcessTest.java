package io.tickgate.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tickgate.cli.systemd.FakeSystemd;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code gateway serve} as a process of its own, ended as an operator ends it. */
@Timeout(60)
class ServeProcessTest {
    private static final Pattern TOKEN = Pattern.compile("\"resume_token\":\"([^\"]+)\"");

    private final List<ServeProcess> processes = new ArrayList<>();

    @AfterEach
    void killProcesses() {
        processes.forEach(ServeProcess::close);
    }

    @Test
    void sigtermSaysGoodbyeToClientsAndExitsWithZero() throws Exception {
        ServeProcess serve = start("serve", "--demo", "--port", "0", "--demo-rate", "200", "--set", "drain.window=1s");
        ClosingListener listener = new ClosingListener();
        WebSocket client = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(URI.create(serve.webSocketUrl()), listener)
                .get();
        client.sendText("{\"type\":\"subscribe\",\"channel\":\"market_data\"}", true)
                .get();
        // The welcome, the confirmation, and prices.
        listener.messages.await();

        serve.signal("TERM");

        assertThat(listener.closed.get(20, TimeUnit.SECONDS)).isEqualTo(1001);
        assertThat(listener.appointments.get()).isEqualTo(1);
        assertThat(serve.awaitExit()).isZero();
        assertThat(serve.out().lines().toList()).last().isEqualTo("stopped");
    }

    @ParameterizedTest
    @ValueSource(strings = {"INT", "TERM"})
    void aSecondSignalClosesEverybodyAtOnceAndExitsWithZero(String signal) throws Exception {
        ServeProcess serve =
                start("serve", "--port", "0", "--set", "drain.window=1h", "--set", "timeouts.shutdown=10m");
        ClosingListener listener = new ClosingListener();
        connect(serve.webSocketUrl(), listener);

        serve.signal("TERM");
        Awaitility.await().atMost(20, TimeUnit.SECONDS).until(() -> listener.appointments.get() == 1);
        serve.signal(signal);

        assertThat(listener.closed.get(20, TimeUnit.SECONDS)).isEqualTo(1001);
        assertThat(serve.awaitExit()).isZero();
    }

    @Test
    void sighupTakesOverWhatMayChangeAndABadFileChangesNothing(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve("gateway.yaml"), "server:\n  allowed-hosts: []\n");
        ServeProcess serve = start("serve", "--port", "0", "--config", file.toString());
        URI live = URI.create("http" + serve.webSocketUrl().substring(2)).resolve("/health/live");
        assertThat(ServeProcess.status(live, "Origin", "https://desk.example")).isEqualTo(403);

        Files.writeString(file, "server:\n  allowed-origins: [\"https://desk.example\"]\n  event-loops: 7\n");
        serve.signal("HUP");

        assertThat(serve.lineWith("reload: ")).contains("server.allowed-origins: (none) -> https://desk.example");
        assertThat(serve.lineWith("reload: ")).contains("WARN", "server.event-loops: 0 -> 7 needs a restart");
        assertThat(serve.lineWith("reload: ")).contains("done, 1 keys changed, 1 need a restart");
        assertThat(ServeProcess.status(live, "Origin", "https://desk.example")).isEqualTo(200);

        Files.writeString(file, "server:\n  allowed-origin: []\nlimits:\n  max-errors: 0\n");
        serve.signal("HUP");

        assertThat(serve.lineWith("reload: ")).contains("ERROR", "gateway.yaml:2", "server.allowed-origins");
        assertThat(serve.lineWith("reload: ")).contains("ERROR", "gateway.yaml:4", "limits.max-errors");
        assertThat(serve.lineWith("reload: ")).contains("refused, nothing has changed");
        assertThat(ServeProcess.status(live, "Origin", "https://desk.example")).isEqualTo(200);
        serve.signal("TERM");
        assertThat(serve.awaitExit()).isZero();
    }

    /** Python has the terminals that Java has not. */
    @Test
    void aTerminalThatIsClosedStopsItInGoodOrder() throws Exception {
        List<String> terminal = List.of("python3", "-c", """
                import os, pty, sys
                pid, master = pty.fork()
                if pid == 0:
                    os.execv(sys.argv[1], sys.argv[1:])
                said = b''
                while b'Ctrl-C stops it.' not in said:
                    said += os.read(master, 4096)
                os.close(master)
                print('exit', os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), flush=True)
                """);
        assumeTrue(isThere("python3"), "python3 is not installed: closing a terminal is NOT tested");

        ServeProcess inTerminal = ServeProcess.start(Path.of(".."), Map.of(), terminal, "serve", "--port", "0");
        processes.add(inTerminal);

        assertThat(inTerminal.lineWith("exit")).isEqualTo("exit 0");
    }

    @Test
    void aSocketThatSystemdOpenedIsServed() throws Exception {
        assumeTrue(
                isThere("systemd-socket-activate"),
                "systemd-socket-activate is not installed: socket activation is NOT tested");
        int port;
        try (ServerSocket free = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        ServeProcess serve = ServeProcess.start(
                Path.of("..").toAbsolutePath(),
                Map.of(),
                List.of("systemd-socket-activate", "-l", "127.0.0.1:" + port),
                "serve",
                "--port",
                "1",
                "--set",
                "server.warm-up=0s");
        processes.add(serve);
        URI live = URI.create("http://127.0.0.1:" + port + "/health/live");

        // The first of them starts it, and waits meanwhile.
        Awaitility.await()
                .atMost(20, TimeUnit.SECONDS)
                .ignoreExceptions()
                .until(() -> ServeProcess.status(live) == 200);
        List<WebSocket> clients = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            clients.add(connect("ws://127.0.0.1:" + port + "/api/v1/websocket/ws", new Listening()));
        }

        assertThat(serve.lineWith("ws://")).contains("ws://localhost:" + port + "/");
        clients.forEach(WebSocket::abort);
        serve.signal("TERM");
        assertThat(serve.awaitExit()).isZero();
    }

    @Test
    void systemdHearsOfTheWholeLife() throws Exception {
        try (FakeSystemd systemd = FakeSystemd.abstractly()) {
            ServeProcess serve = ServeProcess.start(
                    Path.of(".."),
                    Map.of("NOTIFY_SOCKET", systemd.address(), "WATCHDOG_USEC", "400000"),
                    List.of(),
                    "serve",
                    "--port",
                    "0");
            processes.add(serve);

            systemd.next("READY=1");
            systemd.next("WATCHDOG=1");
            serve.signal("HUP");
            systemd.next("RELOADING=1");
            systemd.next("READY=1");
            serve.signal("TERM");
            systemd.next("STOPPING=1\nEXTEND_TIMEOUT_USEC=");
            assertThat(serve.awaitExit()).isZero();
            assertThat(serve.out().lines()).noneMatch(line -> line.contains("Try in another terminal"));
        }
    }

    private static boolean isThere(String command) throws IOException, InterruptedException {
        return new ProcessBuilder("sh", "-c", "command -v " + command).start().waitFor() == 0;
    }

    @Test
    void aClientOfAGatewayThatWasKilledResumesAtTheNextOneByItsToken() throws Exception {
        String key = "auth.resume-key=" + "k".repeat(40);
        Listening before = new Listening();
        ServeProcess killed = start("serve", "--port", "0", "--set", key);
        connect(killed.webSocketUrl(), before);
        Matcher welcome = TOKEN.matcher(before.next());
        assertThat(welcome.find()).isTrue();

        killed.signal("KILL");
        killed.awaitExit();
        Listening after = new Listening();
        ServeProcess next = start("serve", "--port", "0", "--set", key);
        WebSocket client = connect(next.webSocketUrl(), after);
        after.next();
        client.sendText(
                        "{\"type\":\"resume\",\"token\":\"" + welcome.group(1) + "\",\"subscriptions\":["
                                + "{\"channel\":\"market_data:A\",\"since\":{\"epoch\":\"before\",\"offset\":9}},"
                                + "{\"channel\":\"notifications\"}],\"id\":1}",
                        true)
                .get();

        assertThat(after.next())
                .contains("\"type\":\"resumed\"", "\"recovered\":false,\"reason\":\"epoch_changed\"", "notifications");
    }

    private static WebSocket connect(String url, WebSocket.Listener listener) throws Exception {
        return HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(URI.create(url), listener)
                .get();
    }

    @Test
    void aTakenPortIsSaidWithHowToChooseAnother() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            CommandRun run = CommandRun.of(
                    "serve", "--port", String.valueOf(taken.getLocalPort()), "--set", "server.warm-up=0s");

            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.err())
                    .contains("port " + taken.getLocalPort(), "taken", "--port")
                    .doesNotContain("\tat ")
                    .hasLineCount(1);
        }
    }

    @Test
    void dataThatIsNotThereIsSaidBeforeAnythingStarts() throws Exception {
        ServeProcess serve = ServeProcess.start(Path.of("src"), Map.of(), List.of(), "serve", "--demo", "--port", "0");
        processes.add(serve);

        assertThat(serve.awaitExit()).isEqualTo(2);
        assertThat(serve.process().errorReader(StandardCharsets.UTF_8).lines())
                .singleElement()
                .asString()
                .contains("daily-bars.csv.gz", "there is no such file");
    }

    private ServeProcess start(String... arguments) throws IOException {
        ServeProcess started = ServeProcess.start(arguments);
        processes.add(started);
        return started;
    }

    /** What comes, message by message. */
    private static final class Listening implements WebSocket.Listener {
        private final BlockingQueue<String> messages = new LinkedBlockingQueue<>();
        private final StringBuilder message = new StringBuilder();

        String next() throws InterruptedException {
            return Objects.requireNonNull(messages.poll(20, TimeUnit.SECONDS), "nothing came");
        }

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            message.append(data);
            if (last) {
                messages.add(message.toString());
                message.setLength(0);
            }
            socket.request(1);
            return null;
        }
    }

    private static final class ClosingListener implements WebSocket.Listener {
        final CountDownLatch messages = new CountDownLatch(5);
        final CompletableFuture<Integer> closed = new CompletableFuture<>();
        final AtomicInteger appointments = new AtomicInteger();

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            if (data.toString().contains("\"server_shutdown\"")) {
                appointments.incrementAndGet();
            }
            if (last) {
                messages.countDown();
            }
            socket.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            closed.complete(code);
            return null;
        }

        @Override
        public void onError(WebSocket socket, Throwable error) {
            closed.completeExceptionally(error);
        }
    }
}
