package io.tickgate.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A gateway in a process of its own, started by {@code bin/gateway} as an operator would, on a free port of loopback. */
public final class GatewayProcess implements AutoCloseable {
    private static final Pattern URL = Pattern.compile("http://[^ ]*:([0-9]+)");
    private static final int STOP_SECONDS = 20;

    private final Process process;
    private final int port;

    private GatewayProcess(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /**
     * Builds the gateway where that is due, and returns when it listens.
     *
     * @param settings such as {@code server.event-loops=1}, in place of the shipped ones
     * @throws IOException when it does not start; the message says why
     */
    public static GatewayProcess start(String... settings) throws IOException {
        Path launcher = Path.of(System.getProperty("gateway.home", ""), "bin", "gateway");
        List<String> command = new ArrayList<>(List.of(launcher.toString(), "serve", "--port", "0"));
        // Whoever measures is not to be sent away politely.
        command.addAll(List.of("--set", "drain.window=0s"));
        for (String setting : settings) {
            command.add("--set");
            command.add(setting);
        }
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        StringBuilder said = new StringBuilder();
        BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            Matcher url = URL.matcher(line);
            if (url.find()) {
                drain(output);
                return new GatewayProcess(process, Integer.parseInt(url.group(1)));
            }
            said.append(line).append('\n');
        }
        throw new IOException("the gateway did not start:\n" + said);
    }

    /** A pipe that nobody reads would stop a gateway that has something to say. */
    private static void drain(BufferedReader output) {
        Thread reader = new Thread(
                () -> {
                    try {
                        output.transferTo(Writer.nullWriter());
                    } catch (IOException e) {
                        // The gateway was stopped, and its pipe with it.
                    }
                },
                "gateway-output");
        reader.setDaemon(true);
        reader.start();
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
