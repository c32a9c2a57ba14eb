package io.tickgate.core.e2e;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A program of another language and the lines it prints; its end ends the program. */
final class ForeignProcess implements AutoCloseable {
    private static final int LINE_SECONDS_MAX = 20;
    private static final int INSTALL_SECONDS_MAX = 120;

    private final Process process;
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

    private ForeignProcess(Path directory, List<String> command) {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
        builder.environment().put("PYTHONUTF8", "1");
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread reader = new Thread(this::readLines, "output of " + command.get(0));
        reader.setDaemon(true);
        reader.start();
    }

    static ForeignProcess start(Path directory, String... command) {
        return new ForeignProcess(directory, Arrays.asList(command));
    }

    /** Runs a program to its end. @throws AssertionError when it fails, with what it printed */
    static void run(Path directory, String... command) {
        try (ForeignProcess program = start(directory, command)) {
            boolean ended = program.process.waitFor(INSTALL_SECONDS_MAX, TimeUnit.SECONDS);
            if (!ended || program.process.exitValue() != 0) {
                throw new AssertionError(String.join(" ", command) + " failed:\n" + String.join("\n", program.lines));
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Whether {@code command} can be run here at all. */
    static boolean isInstalled(String command) {
        return Arrays.stream(System.getenv("PATH").split(":", -1))
                .anyMatch(place -> Path.of(place, command).toFile().canExecute());
    }

    private void readLines() {
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                lines.add(line);
            }
        } catch (IOException e) {
            // The program was ended while it was read from.
        }
    }

    boolean isRunning() {
        return process.isAlive();
    }

    List<String> readLines(int count) {
        List<String> read = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                String line = lines.poll(LINE_SECONDS_MAX, TimeUnit.SECONDS);
                if (line == null) {
                    throw new AssertionError("no further line behind " + read);
                }
                read.add(line);
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return read;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
