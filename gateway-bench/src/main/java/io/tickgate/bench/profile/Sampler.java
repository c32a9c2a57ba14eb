package io.tickgate.bench.profile;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Samples the stacks of a Java process for a while: by perf where it is installed, else by Java's flight recorder. */
final class Sampler {
    /** Not a divisor of the kernel's tick, so that samples do not fall into step with it. */
    private static final String PER_SECOND = "999";

    private static final Path PERF = Path.of("/usr/bin/perf");
    private static final Path JCMD = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    private static final int PATIENCE_SECONDS = 60;

    private final long pid;
    private final Path directory;

    /** @param directory for the recording, which is left there */
    Sampler(long pid, Path directory) {
        this.pid = pid;
        this.directory = directory;
    }

    static boolean hasPerf() {
        return Files.isExecutable(PERF);
    }

    /**
     * With the kernel's frames.
     *
     * @throws IOException when perf may not sample here, or fails
     */
    CallTree byPerf(int seconds) throws IOException, InterruptedException {
        Path data = directory.resolve("perf.data");
        run(
                seconds,
                List.of(
                        PERF.toString(),
                        "record",
                        "-q",
                        "-e",
                        "cpu-clock",
                        "-F",
                        PER_SECOND,
                        "-g",
                        "-p",
                        "" + pid,
                        "-o",
                        data.toString(),
                        "--",
                        "sleep",
                        "" + seconds));
        run(0, List.of(JCMD.toString(), "" + pid, "Compiler.perfmap"));
        Process script = new ProcessBuilder(
                        PERF.toString(), "script", "-F", "comm,tid,ip,sym,dso", "-i", data.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader lines = script.inputReader(StandardCharsets.UTF_8)) {
            return PerfScript.fold(lines.lines());
        } finally {
            script.destroy();
            Files.deleteIfExists(Path.of("/tmp/perf-" + pid + ".map"));
        }
    }

    /**
     * Without the kernel's frames.
     *
     * @throws IOException when the recording fails
     */
    CallTree byFlightRecorder(int seconds) throws IOException, InterruptedException {
        Path file = directory.resolve("profile.jfr").toAbsolutePath();
        run(0, List.of(JCMD.toString(), "" + pid, "JFR.start", "name=bench", "settings=profile"));
        TimeUnit.SECONDS.sleep(seconds);
        run(0, List.of(JCMD.toString(), "" + pid, "JFR.stop", "name=bench", "filename=" + file));
        return FlightRecording.fold(file);
    }

    private void run(int seconds, List<String> command) throws IOException, InterruptedException {
        Path log = directory.resolve("sampler.log");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        if (!process.waitFor(seconds + PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IOException(command.get(0) + " did not end");
        }
        if (process.exitValue() != 0) {
            throw new IOException(
                    command.get(0) + " failed: " + Files.readString(log).strip());
        }
    }
}
