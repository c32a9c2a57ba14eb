package io.tickgate.bench.load.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickgate.bench.load.LoadCommand;
import io.tickgate.bench.load.run.TopicServer.Fault;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class LoadCommandTest {
    @TempDir
    private Path directory = Path.of("");

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        CommandLine command = new CommandLine(new LoadCommand());
        command.setOut(new PrintWriter(out));
        command.setErr(new PrintWriter(err));
        return command.execute(arguments);
    }

    private Path scenario(String... lines) throws IOException {
        return Files.writeString(directory.resolve("small.yaml"), String.join("\n", lines));
    }

    private int runAgainst(TopicServer server, String... more) throws IOException {
        Path file = scenario(
                "connections:",
                "  count: 3",
                "load:",
                "  warm-up: 0s",
                "  duration: 300ms",
                "  rate: 300",
                "  drain: 300ms");
        String[] arguments = new String[more.length + 5];
        arguments[0] = file.toString();
        arguments[1] = "--url";
        arguments[2] = "ws://127.0.0.1:" + server.getPort();
        arguments[3] = "--dialect";
        arguments[4] = "topic";
        System.arraycopy(more, 0, arguments, 5, more.length);
        return run(arguments);
    }

    @Test
    void aFaultlessRunEndsWith0AndLeavesItsFiles() throws Exception {
        try (TopicServer server = TopicServer.open(Fault.NONE)) {
            Path results = directory.resolve("results");

            assertThat(runAgainst(server, "--out", results.toString(), "--set", "load.drain=5s"))
                    .isZero();
            assertThat(out.toString()).contains("all 270 once");
            assertThat(results.resolve("small.json")).isNotEmptyFile();
            assertThat(results.resolve("small.html")).isNotEmptyFile();
            assertThat(results.resolve("small.hgrm")).isNotEmptyFile();
        }
    }

    @Test
    void aLossEndsWith1AndIsNamed() throws Exception {
        try (TopicServer server = TopicServer.open(Fault.LOSE)) {
            assertThat(runAgainst(server)).isEqualTo(1);
            assertThat(out.toString()).contains("FAILED: 1 lost");
        }
    }

    @Test
    void aScenarioWithMistakesEndsWith2AndEachOfThem() throws Exception {
        Path file = scenario("load:", "  rate: none", "  duratoin: 5s");

        assertThat(run(file.toString(), "--dialect", "smoke")).isEqualTo(2);
        assertThat(err.toString().lines())
                .hasSize(3)
                .anySatisfy(line -> assertThat(line).contains("small.yaml:2: load.rate: must be a whole number"))
                .anySatisfy(line -> assertThat(line)
                        .contains("small.yaml:3: load.duratoin: unknown key; the nearest known one is load.duration"))
                .anySatisfy(line -> assertThat(line).contains("--dialect: target.dialect: must be gateway, topic or"));
    }

    @Test
    void nobodyThereEndsWith3() throws Exception {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }

        assertThat(run("--url", "ws://127.0.0.1:" + port, "--connections", "2")).isEqualTo(3);
        assertThat(err.toString()).contains("2 of 2 subscribers could not be served: cannot connect");
    }
}
