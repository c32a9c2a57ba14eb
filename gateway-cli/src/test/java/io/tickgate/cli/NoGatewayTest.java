package io.tickgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands where nothing listens, or something else. */
@Timeout(60)
class NoGatewayTest {
    private static final String HTML =
            "HTTP/1.1 404 Not Found\r\nContent-Length: 6\r\nContent-Type: text/html\r\n\r\n<html>";

    @ParameterizedTest
    @ValueSource(strings = {"status", "publish notifications {}", "subscribe market_data", "doctor"})
    void nothingThatListensIsSaidInOneLineWithWhatToDo(String command) throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }

        CommandRun run = run(command, port);

        assertUnreachable(run, "nothing listens there");
    }

    @ParameterizedTest
    @ValueSource(strings = {"status", "publish notifications {}", "subscribe market_data", "doctor"})
    void aPortThatSpeaksGarbageIsNoGateway(String command) throws IOException {
        try (Impostor impostor = new Impostor("SSH-2.0-OpenSSH_9.2\r\n")) {
            CommandRun run = run(command, impostor.port());

            assertUnreachable(run, "does not answer as a gateway");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"status", "publish notifications {}", "subscribe market_data"})
    void anotherWebServerIsNoGateway(String command) throws IOException {
        try (Impostor impostor = new Impostor(HTML)) {
            CommandRun run = run(command, impostor.port());

            assertUnreachable(run, "HTTP 404");
        }
    }

    @Test
    void reconnectDoesNotGoOnBeyondItsTimeout() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }

        CommandRun run = run("subscribe market_data --reconnect --timeout 1ms", port);

        assertThat(run.exitCode()).isEqualTo(3);
    }

    @Test
    void aNameThatNobodyKnowsIsSaid() {
        CommandRun run = CommandRun.of("status", "--url", "http://no-such-host.invalid:8001");

        assertUnreachable(run, "nobody knows the host");
    }

    private static CommandRun run(String command, int port) {
        return CommandRun.of((command + " --url http://127.0.0.1:" + port).split(" ", -1));
    }

    private static void assertUnreachable(CommandRun run, String why) {
        assertThat(run.exitCode()).as(run.err()).isEqualTo(3);
        assertThat(run.out() + run.err())
                .contains("cannot reach the gateway", why)
                .doesNotContain("\tat ");
        assertThat(run.err().lines().count()).isLessThanOrEqualTo(1);
    }

    /** Answers everybody with the same bytes. */
    private static final class Impostor implements AutoCloseable {
        private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        private final byte[] greeting;

        Impostor(String greeting) throws IOException {
            this.greeting = greeting.getBytes(StandardCharsets.US_ASCII);
            Thread thread = new Thread(this::serve, "impostor");
            thread.setDaemon(true);
            thread.start();
        }

        int port() {
            return server.getLocalPort();
        }

        private void serve() {
            while (!server.isClosed()) {
                try (Socket client = server.accept()) {
                    client.getOutputStream().write(greeting);
                    client.shutdownOutput();
                    // Until the client leaves: closing over unread bytes would reset what was written.
                    client.getInputStream().transferTo(java.io.OutputStream.nullOutputStream());
                } catch (IOException e) {
                    // The next one, or the end.
                }
            }
        }

        @Override
        public void close() {
            try {
                server.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
