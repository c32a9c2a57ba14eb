package io.tickgate.cluster;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** A real redis-server on a port of its own, which can be killed, held up and started again. */
final class RedisServer implements AutoCloseable {
    private static final String BUNDLED = "redis-server-6.2.6-v5-linux-amd64";

    private final String binary;
    private final Path directory;
    private final List<String> options;
    private final int port;
    private int securePort;
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

    /** One that answers nobody without a password. */
    static RedisServer startWithPassword(Path directory, String password) {
        RedisServer server = new RedisServer(bundled(directory), directory, freePort(), "--requirepass", password);
        server.launch("-NOAUTH");
        return server;
    }

    /**
     * One that listens with TLS, too, at {@link #secureUri}; what is asked of it here is asked without.
     *
     * @param certificate has {@code certificate.pem} and {@code key.pem}
     */
    static RedisServer startWithTls(Path directory, Path certificate) {
        int securePort = freePort();
        RedisServer server = new RedisServer(
                bundled(directory),
                directory,
                freePort(),
                "--tls-port",
                Integer.toString(securePort),
                "--tls-cert-file",
                certificate.resolve("certificate.pem").toString(),
                "--tls-key-file",
                certificate.resolve("key.pem").toString(),
                "--tls-ca-cert-file",
                certificate.resolve("certificate.pem").toString(),
                "--tls-auth-clients",
                "no");
        server.securePort = securePort;
        server.start();
        return server;
    }

    /** Writes down everything before it answers. */
    static RedisServer startDurable(Path directory) {
        return start(directory, "--appendonly", "yes", "--appendfsync", "always");
    }

    /** One that begins with what {@code file} says, and may write into it. */
    static RedisServer startFrom(Path directory, Path file, String... options) {
        List<String> all = new ArrayList<>(List.of(file.toString()));
        all.addAll(List.of(options));
        RedisServer server = new RedisServer(bundled(directory), directory, freePort(), all.toArray(String[]::new));
        server.start();
        return server;
    }

    /** A node of a cluster, which knows no other yet. */
    static RedisServer startClustered(Path directory) {
        int port = freePort();
        while (port >= 50_000) {
            // The other nodes talk to a port that is higher by ten thousand.
            port = freePort();
        }
        RedisServer server = new RedisServer(
                bundled(directory), directory, port, "--cluster-enabled", "yes", "--cluster-node-timeout", "2000");
        server.start();
        return server;
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

    String secureUri() {
        return "rediss://127.0.0.1:" + securePort;
    }

    /** With whatever it has written down. */
    void start() {
        launch("+PONG");
    }

    private void launch(String greeting) {
        List<String> command = new ArrayList<>(List.of(binary));
        boolean hasFile = !options.isEmpty() && !options.get(0).startsWith("--");
        if (hasFile) {
            command.add(options.get(0));
        }
        command.addAll(List.of(
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
        command.addAll(hasFile ? options.subList(1, options.size()) : options);
        try {
            process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(directory.resolve("redis-" + port + ".log").toFile())
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Awaitility.await().pollInterval(Duration.ofMillis(20)).until(() -> greets(greeting));
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

    /** What it answers to one command, in the first line, without the sign of its kind. */
    String ask(String command) {
        return lines(command, 1).get(0);
    }

    /** The same where it wants a password first. */
    String askAs(String password, String command) {
        return lines("AUTH " + password + "\r\n" + command, 2).get(1);
    }

    /** What it answers where that is a text. */
    String askForBulk(String command) {
        return lines(command, 2).get(1);
    }

    /** The first text of a list; empty where there is none. */
    String askForFirst(String command) {
        return ask(command).equals("0") ? "" : lines(command, 3).get(2);
    }

    /** The value of one line {@code name:value} of a text. */
    String askForLine(String command, String name) {
        return lines(command, 2).get(1).substring(name.length() + 1);
    }

    /** All that it has, as it writes that down. */
    Map<String, byte[]> contents() {
        return withCommands(commands -> {
            Map<String, byte[]> all = new HashMap<>();
            commands.keys("*").forEach(key -> all.put(key, commands.dump(key)));
            return all;
        });
    }

    /** Has nothing but {@code older} from now on, as one has that has lost what came since. */
    void restore(Map<String, byte[]> older) {
        withCommands(commands -> {
            commands.multi();
            commands.flushall();
            older.forEach((key, value) -> commands.restore(key, 0, value));
            return commands.exec();
        });
    }

    /** How often anybody has asked it for that. */
    long calls(String command) {
        return withCommands(commands -> {
            Matcher calls =
                    Pattern.compile("cmdstat_" + command + ":calls=(\\d+)").matcher(commands.info("commandstats"));
            return calls.find() ? Long.parseLong(calls.group(1)) : 0;
        });
    }

    /** Whether it has answered anybody with that error. */
    boolean hasRefused(String error) {
        return withCommands(commands -> commands.info("errorstats").contains("errorstat_" + error));
    }

    /** What {@code use} makes of its answers. */
    <T> T withCommands(Function<RedisCommands<String, String>, T> use) {
        try (RedisClient client = RedisClient.create(uri());
                StatefulRedisConnection<String, String> connection = client.connect()) {
            return use.apply(connection.sync());
        }
    }

    private List<String> lines(String command, int count) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
            socket.setSoTimeout(2_000);
            socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.UTF_8));
            InputStream in = socket.getInputStream();
            List<String> lines = new ArrayList<>();
            while (lines.size() < count) {
                StringBuilder line = new StringBuilder();
                for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
                    line.append((char) c);
                }
                String text = line.toString().strip();
                lines.add(lines.isEmpty() ? text.substring(Math.min(1, text.length())) : text);
            }
            return lines;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean greets(String greeting) {
        try {
            return ask("PING").startsWith(greeting.substring(1));
        } catch (UncheckedIOException notYet) {
            return false;
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
