package io.tickgate.bench;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A Redis of its own on a free port of loopback, in a directory that goes with it. */
public final class RedisProcess implements AutoCloseable {
    private static final int LOOKS_MAX = 400;
    private static final long LOOK_MILLIS = 50;

    private final Path directory;
    private final List<String> command;
    private final int port;
    private Process process;

    private RedisProcess(Path directory, List<String> command, int port, Process process) {
        this.directory = directory;
        this.command = command;
        this.port = port;
        this.process = process;
    }

    /**
     * Returns when it answers.
     *
     * @param program such as {@code redis-server}
     * @param options such as {@code --appendonly yes}, in words; without any it keeps nothing over its end
     * @throws IOException when it does not start, as where there is no such program
     */
    public static RedisProcess start(String program, String... options) throws IOException, InterruptedException {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        Path directory = Files.createTempDirectory("bench-redis-");
        List<String> command = new ArrayList<>(List.of(
                program,
                "--port",
                Integer.toString(port),
                "--bind",
                "127.0.0.1",
                "--dir",
                directory.toString(),
                "--save",
                ""));
        command.addAll(List.of(options));
        RedisProcess redis;
        try {
            redis = new RedisProcess(directory, command, port, launch(command));
        } catch (IOException e) {
            Files.delete(directory);
            throw e;
        }
        redis.awaitAnswer();
        return redis;
    }

    private static Process launch(List<String> command) throws IOException {
        return new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private void awaitAnswer() throws IOException, InterruptedException {
        for (int i = 0; !answers(); i++) {
            if (i == LOOKS_MAX || !process.isAlive()) {
                close();
                throw new IOException(command.get(0) + " does not answer");
            }
            Thread.sleep(LOOK_MILLIS);
        }
    }

    private boolean answers() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
            socket.setSoTimeout(1_000);
            socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
            return socket.getInputStream().read() == '+';
        } catch (IOException notYet) {
            return false;
        }
    }

    /** What gateways need to be told to share it. */
    public List<String> settings() {
        return List.of("broker=redis", "redis.uris=redis://127.0.0.1:" + port);
    }

    public long pid() {
        return process.pid();
    }

    /**
     * Sends a signal.
     *
     * @param name such as {@code STOP}
     */
    public void signal(String name) throws IOException, InterruptedException {
        ChildSignal.send(process, name);
    }

    /** Ends it without a word. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** After its end: at the same port, with whatever it has written down. Returns when it answers. */
    public void startAgain() throws IOException, InterruptedException {
        process = launch(command);
        awaitAnswer();
    }

    @Override
    public void close() {
        try {
            // Also one that is stopped.
            kill();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        delete(directory.toFile());
    }

    private static void delete(File file) {
        File[] inside = file.listFiles();
        if (inside != null) {
            for (File each : inside) {
                delete(each);
            }
        }
        // What stays is in the directory for what is temporary.
        boolean isGone = file.delete();
        assert isGone || file.exists();
    }
}
