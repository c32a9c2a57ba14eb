package io.tickgate.bench.performance;

import io.tickgate.bench.json.JsonFault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The programs of a comparison, and how each is started. The server has processor 0, the load processor 1.
 *
 * @param gateway the script {@code bin/gateway}
 * @param tools the directory with {@code pushload}, the load generator, and {@code rawfan}, the floor
 * @param peers the directory with the script {@code peers}, which starts the rivals; null for none
 */
record Programs(Path gateway, Path tools, @Nullable Path peers) {
    static final String SERVER_PROCESSOR = "0";
    static final String LOAD_PROCESSOR = "1";

    /** Far above what any measurement takes; a generator that hangs ends here. */
    private static final int PATIENCE_SECONDS = 120;

    private static final int BUILD_SECONDS = 900;

    Programs {
        requireProgram(gateway);
        requireProgram(tools.resolve("pushload"));
        requireProgram(tools.resolve("rawfan"));
        if (peers != null) {
            requireProgram(peers.resolve("peers"));
        }
    }

    private static void requireProgram(Path file) {
        if (!Files.isExecutable(file)) {
            throw new JsonFault(file + " must be a program that can be run");
        }
    }

    /** The launcher builds on first use, which is no part of a start. */
    void prepare() throws IOException, InterruptedException {
        run(List.of(gateway.toString(), "version"), BUILD_SECONDS);
    }

    Path pushload() {
        return tools.resolve("pushload");
    }

    /** The command that serves as {@code who} on {@code PORT}; not of rivals, which start themselves. */
    List<String> serve(Contestant who, List<String> more) {
        List<String> command = new ArrayList<>();
        if (who.isGateway()) {
            // Clients that are measured are not to be sent away politely at the end.
            command.addAll(List.of(gateway.toString(), "serve", "--port", "PORT", "--set", "drain.window=0s"));
            if (who == Contestant.GATEWAY_URING) {
                command.addAll(List.of("--set", "server.transport=io_uring"));
            }
        } else {
            String mode = who == Contestant.FLOOR_EACH ? "each" : "batch";
            command.addAll(List.of(tools.resolve("rawfan").toString(), "--port", "PORT", "--mode", mode));
        }
        command.addAll(more);
        return command;
    }

    /** Pins a command to one processor. */
    static List<String> pinned(String processor, List<String> command) {
        List<String> words = new ArrayList<>(List.of("taskset", "-c", processor));
        words.addAll(command);
        return words;
    }

    /**
     * Runs a program to its end.
     *
     * @param seconds what it is expected to take at most; it gets two minutes more
     * @return what it printed on standard output, whatever its exit code
     * @throws IOException when it does not end in time, or printed nothing
     */
    static String run(List<String> command, double seconds) throws IOException, InterruptedException {
        Path out = Files.createTempFile("bench-", ".out");
        Path err = Files.createTempFile("bench-", ".err");
        try {
            Process process = new ProcessBuilder(command)
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile())
                    .start();
            if (!process.waitFor((long) (1000 * (seconds + PATIENCE_SECONDS)), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                throw new IOException(String.join(" ", command) + " did not end");
            }
            String text = Files.readString(out).strip();
            if (text.isEmpty()) {
                throw new IOException(String.join(" ", command) + " printed nothing; it said: "
                        + Files.readString(err).strip());
            }
            return text;
        } finally {
            Files.delete(out);
            Files.delete(err);
        }
    }
}
