package io.tickgate.bench.load.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What processes of this machine take together, as Linux tells it under {@code /proc}. */
public final class ProcessProbe {
    private static final long TICK_NANOS = 10_000_000;
    private static final String RESIDENT = "VmRSS:";

    private final List<Long> pids;

    /**
     * @param cpuNanos user and system time since they began; in steps of 10 ms
     * @param residentBytes now
     */
    public record Use(long cpuNanos, long residentBytes) {}

    public ProcessProbe(List<Long> pids) {
        this.pids = List.copyOf(pids);
    }

    /** Null when nothing is watched, or one of them is gone. */
    public @Nullable Use read() {
        if (pids.isEmpty()) {
            return null;
        }
        long cpuNanos = 0;
        long residentBytes = 0;
        try {
            for (long pid : pids) {
                Path process = Path.of("/proc", Long.toString(pid));
                cpuNanos += cpuNanos(process);
                residentBytes += residentBytes(process);
            }
        } catch (IOException | RuntimeException e) {
            return null;
        }
        return new Use(cpuNanos, residentBytes);
    }

    private static long cpuNanos(Path process) throws IOException {
        String stat = Files.readString(process.resolve("stat"), StandardCharsets.ISO_8859_1);
        // Fields 14 and 15, counted behind the name, which may contain spaces.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * TICK_NANOS;
    }

    private static long residentBytes(Path process) throws IOException {
        for (String line : Files.readAllLines(process.resolve("status"), StandardCharsets.ISO_8859_1)) {
            if (line.startsWith(RESIDENT)) {
                return Long.parseLong(line.substring(RESIDENT.length(), line.lastIndexOf(' '))
                                .strip())
                        * 1024;
            }
        }
        throw new IOException("no " + RESIDENT);
    }
}
