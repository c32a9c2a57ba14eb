package io.tickgate.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** A real redis-server on a port of its own, which can be killed, held up and started again. */
final class RedisServer implements AutoCloseable {
    private static final String BUNDLED = "redis-server-6.2.7-linux-amd64";

    private final String binary;
    private final Path directory;
    private final List<String> options;
    private final int port;
    private @Nullable Process process;

    private RedisServer(String binary, Path directory, int port, String... options) {
        this.binary = binary;
        this.directory = directory;
        this.port = port;
        this.options = List.of(options);
    }

    /** Stands for one that was not started. */
    static RedisServer none() {
        return new RedisServer("", Path.of(""), 0);
    }

    /** Keeps nothing over its end. */
    static RedisServer start(Path directory, String... options) {
        RedisServer server = new RedisServer(bundled(directory), directory, freePort(), options);
        server.start();
        return server;
    }

    /** Writes down everything before it answers. */
    static RedisServer startDurable(Path directory) {
        return start(directory, "--appendonly", "yes", "--appendfsync", "always");
    }

    /** The server that the test library carries. */
    static String bundled(Path directory) {
        Path binary = directory.resolve("redis-server");
        if (Files.isExecutable(binary)) {
            return binary.toString();
        }
        try (InputStream in = RedisServer.class.getResourceAsStream("/" + BUNDLED)) {
            if (in == null) {
                throw new IllegalStateException(BUNDLED + " is not on the class path");
            }
            Files.copy(in, binary, StandardCopyOption.REPLACE_EXISTING);
            if (!binary.toFile().setExecutable(true)) {
                throw new IllegalStateException(binary + " cannot be made executable");
            }
            return binary.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return port;
    }

    String uri() {
        return "redis://127.0.0.1:" + port;
    }

    /** With whatever it has written down. */
    void start() {
        List<String> command = new ArrayList<>(List.of(
                binary,
                "--port",
                Integer.toString(port),
                "--bind",
                "127.0.0.1",
                "--dir",
                directory.toString(),
                "--save",
                "",
                "--daemonize",
                "no"));
        command.addAll(options);
        try {
            process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(directory.resolve("redis-" + port + ".log").toFile())
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Awaitility.await().pollInterval(Duration.ofMillis(20)).until(() -> "PONG".equals(askOrNull("PING")));
    }

    private Process running() {
        if (process == null) {
            throw new IllegalStateException("not started");
        }
        return process;
    }

    /** As a machine that loses its power does. */
    void kill() {
        try {
            running().destroyForcibly().waitFor(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** It keeps its connections and answers nothing. */
    void hold() {
        signal("STOP");
    }

    void goOn() {
        signal("CONT");
    }

    private void signal(String name) {
        try {
            new ProcessBuilder("kill", "-" + name, Long.toString(running().pid()))
                    .start()
                    .waitFor(5, TimeUnit.SECONDS);
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What it answers to one command, in the first line. */
    String ask(String command) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
            socket.setSoTimeout(2_000);
            socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.UTF_8));
            StringBuilder line = new StringBuilder();
            for (int c = socket.getInputStream().read(); c >= 0 && c != '\r'; c = socket.getInputStream().read()) {
                line.append((char) c);
            }
            return line.substring(Math.min(1, line.length()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private @Nullable String askOrNull(String command) {
        try {
            return ask(command);
        } catch (UncheckedIOException notYet) {
            return null;
        }
    }

    @Override
    public void close() {
        if (process != null && process.isAlive()) {
            goOn();
            kill();
        }
    }
}
