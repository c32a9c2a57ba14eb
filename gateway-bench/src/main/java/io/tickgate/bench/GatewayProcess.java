package io.tickgate.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A gateway in a process of its own, started by {@code bin/gateway} as an operator would, on a free port of loopback. */
public final class GatewayProcess implements AutoCloseable {
    private static final Pattern URL = Pattern.compile("http://[^ \"]*:([0-9]+)");
    private static final int STOP_SECONDS = 20;
    private static final int LINES_MAX = 2_000;

    private final Process process;
    private final int port;
    private final Deque<String> log;

    private GatewayProcess(Process process, int port, Deque<String> log) {
        this.process = process;
        this.port = port;
        this.log = log;
    }

    /**
     * Builds the gateway where that is due, and returns when it listens.
     *
     * @param settings such as {@code server.event-loops=1}, in place of the shipped ones
     * @throws IOException when it does not start; the message says why
     */
    public static GatewayProcess start(String... settings) throws IOException {
        return start(GatewayLaunch.of(settings));
    }

    /** The same in other circumstances. */
    public static GatewayProcess start(GatewayLaunch launch) throws IOException {
        Path launcher = Path.of(System.getProperty("gateway.home", ""), "bin", "gateway");
        ProcessBuilder builder = new ProcessBuilder(launch.command(launcher)).redirectErrorStream(true);
        builder.environment().putAll(launch.environment());
        Process process = builder.start();
        StringBuilder said = new StringBuilder();
        BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            Matcher url = URL.matcher(line);
            if (url.find()) {
                Deque<String> log = new ConcurrentLinkedDeque<>();
                collect(output, log);
                return new GatewayProcess(process, Integer.parseInt(url.group(1)), log);
            }
            said.append(line).append('\n');
        }
        throw new IOException("the gateway did not start:\n" + said);
    }

    /** A pipe that nobody reads would lose what a gateway has to say. */
    private static void collect(BufferedReader output, Deque<String> log) {
        Thread reader = new Thread(
                () -> {
                    try {
                        for (String line = output.readLine(); line != null; line = output.readLine()) {
                            log.add(line);
                            if (log.size() > LINES_MAX) {
                                log.poll();
                            }
                        }
                    } catch (IOException e) {
                        // The gateway was stopped, and its pipe with it.
                    }
                },
                "gateway-output");
        reader.setDaemon(true);
        reader.start();
    }

    /** What it has said since it listens, the last {@value #LINES_MAX} lines of it. */
    public List<String> log() {
        return List.copyOf(log);
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

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Its exit code, when it ends within so many seconds; else null. */
    public @Nullable Integer exitCodeWithin(int seconds) throws InterruptedException {
        return process.waitFor(seconds, TimeUnit.SECONDS) ? process.exitValue() : null;
    }

    public int port() {
        return port;
    }

    public long pid() {
        return process.pid();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
    }
}
