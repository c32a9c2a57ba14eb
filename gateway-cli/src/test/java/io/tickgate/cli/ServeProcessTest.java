package io.tickgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code gateway serve} as a process of its own, ended as an operator ends it. */
@Timeout(60)
class ServeProcessTest {
    private static final Pattern TOKEN = Pattern.compile("\"resume_token\":\"([^\"]+)\"");
    private static final Pattern WS_URL = Pattern.compile("ws://\\S+");

    private @Nullable Process process;

    @AfterEach
    void killProcess() {
        if (process != null) {
            process.destroyForcibly();
        }
    }

    @Test
    void sigtermSaysGoodbyeToClientsAndExitsWithZero() throws Exception {
        Process serve = start("serve", "--demo", "--port", "0", "--demo-rate", "200");
        BufferedReader out = serve.inputReader(StandardCharsets.UTF_8);
        ClosingListener listener = new ClosingListener();
        WebSocket client = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(URI.create(webSocketUrl(out)), listener)
                .get();
        client.sendText("{\"type\":\"subscribe\",\"channel\":\"market_data\"}", true)
                .get();
        // The welcome, the confirmation, and prices.
        listener.messages.await();

        serve.toHandle().destroy();

        assertThat(listener.closed.get(20, TimeUnit.SECONDS)).isEqualTo(1001);
        assertThat(serve.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(serve.exitValue()).isZero();
        assertThat(out.lines().toList()).last().isEqualTo("stopped");
    }

    @ParameterizedTest
    @CsvSource({"INT, 130", "TERM, 143"})
    void aSecondSignalEndsAtOnceWhatTheFirstOneWouldEndSlowly(String signal, int exitCode) throws Exception {
        Process serve = start("serve", "--port", "0", "--set", "timeouts.drain-delay=10m");
        String url = webSocketUrl(serve.inputReader(StandardCharsets.UTF_8));
        URI ready = URI.create("http" + url.substring(2)).resolve("/health/ready");

        signal(serve, "TERM");
        Awaitility.await().atMost(20, TimeUnit.SECONDS).until(() -> statusOf(ready) == 503);
        signal(serve, signal);

        assertThat(serve.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(serve.exitValue()).isEqualTo(exitCode);
    }

    @Test
    void aClientOfAGatewayThatWasKilledResumesAtTheNextOneByItsToken() throws Exception {
        String key = "auth.resume-key=" + "k".repeat(40);
        Listening before = new Listening();
        Process killed = start("serve", "--port", "0", "--set", key);
        connect(webSocketUrl(killed.inputReader(StandardCharsets.UTF_8)), before);
        Matcher welcome = TOKEN.matcher(before.next());
        assertThat(welcome.find()).isTrue();

        signal(killed, "KILL");
        assertThat(killed.waitFor(20, TimeUnit.SECONDS)).isTrue();
        Listening after = new Listening();
        Process next = start("serve", "--port", "0", "--set", key);
        WebSocket client = connect(webSocketUrl(next.inputReader(StandardCharsets.UTF_8)), after);
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

    private static int statusOf(URI uri) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    private static void signal(Process process, String name) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                        .start()
                        .waitFor())
                .isZero();
    }

    @Test
    void aTakenPortIsSaidWithHowToChooseAnother() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 50, java.net.InetAddress.getLoopbackAddress())) {
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
        Process serve = startAt(Path.of("src"), "serve", "--demo", "--port", "0");

        assertThat(serve.waitFor()).isEqualTo(2);
        assertThat(serve.errorReader(StandardCharsets.UTF_8).lines())
                .singleElement()
                .asString()
                .contains("daily-bars.csv.gz", "there is no such file");
    }

    private Process start(String... arguments) throws IOException {
        return startAt(Path.of(".."), arguments);
    }

    private Process startAt(Path home, String... arguments) throws IOException {
        // A build that runs in a shell's background ignores SIGINT, and so would everything that it starts.
        List<String> line = new ArrayList<>(List.of(
                "env",
                "--default-signal=INT",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-Dgateway.home=" + home,
                "-cp",
                System.getProperty("java.class.path"),
                "io.tickgate.cli.Main"));
        line.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(line);
        builder.environment().keySet().removeIf(name -> name.startsWith("GATEWAY_"));
        builder.environment().put("GATEWAY_SERVER_WARM_UP", "0s");
        builder.environment().put("GATEWAY_LOGGING_FORMAT", "text");
        Process started = builder.start();
        process = started;
        return started;
    }

    private static String webSocketUrl(BufferedReader out) throws IOException {
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            Matcher url = WS_URL.matcher(line);
            if (url.find()) {
                return url.group();
            }
        }
        throw new IllegalStateException("serve ended without saying where it listens");
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

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
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
