package io.tickgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code gateway serve} in a process of its own. Killed with the object, if it is still there. */
final class ServeProcess implements AutoCloseable {
    private static final Pattern WS_URL = Pattern.compile("ws://\\S+");
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final Process process;
    private final BufferedReader out;

    private ServeProcess(Process process) {
        this.process = process;
        this.out = process.inputReader(StandardCharsets.UTF_8);
    }

    static ServeProcess start(String... arguments) throws IOException {
        return start(Path.of(".."), Map.of(), List.of(), arguments);
    }

    /**
     * @param home the installation
     * @param environment beside that of this process, of which nothing that configures a gateway is passed on
     * @param wrapper the command that runs Java; empty for none
     */
    static ServeProcess start(Path home, Map<String, String> environment, List<String> wrapper, String... arguments)
            throws IOException {
        List<String> line = new ArrayList<>(wrapper);
        // A build that runs in a shell's background ignores SIGINT, and so would everything that it starts.
        line.addAll(List.of("/usr/bin/env", "--default-signal=INT"));
        line.addAll(java(home));
        line.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(line);
        builder.environment().keySet().removeIf(name -> name.startsWith("GATEWAY_"));
        builder.environment().put("GATEWAY_SERVER_WARM_UP", "0s");
        builder.environment().putAll(environment);
        return new ServeProcess(builder.start());
    }

    /** Runs this build's command line. */
    static List<String> java(Path home) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-Dgateway.home=" + home,
                "-cp",
                System.getProperty("java.class.path"),
                "io.tickgate.cli.Main");
    }

    /** What it says on standard output. */
    BufferedReader out() {
        return out;
    }

    Process process() {
        return process;
    }

    /** Reads until it has said where it listens. */
    String webSocketUrl() throws IOException {
        Matcher url = WS_URL.matcher(lineWith("ws://"));
        assertThat(url.find()).isTrue();
        return url.group();
    }

    /** Reads up to the line that has {@code text} in it. */
    String lineWith(String text) throws IOException {
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            if (line.contains(text)) {
                return line;
            }
        }
        throw new IllegalStateException("serve ended without saying " + text);
    }

    static int status(URI uri, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri);
        if (headers.length > 0) {
            request.headers(headers);
        }
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    void signal(String name) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                        .start()
                        .waitFor())
                .isZero();
    }

    int awaitExit() throws InterruptedException {
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
