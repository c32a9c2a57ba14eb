package io.tickgate.bench.load.run;

import io.tickgate.bench.ProcFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What processes of this machine take together, as Linux tells it under {@code /proc}. */
public final class ProcessProbe {
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
                Path process = ProcFiles.of(pid);
                cpuNanos += ProcFiles.cpuTicks(ProcFiles.stat(process)) * ProcFiles.TICK_NANOS;
                residentBytes += ProcFiles.residentKib(process) * 1024;
            }
        } catch (IOException | RuntimeException e) {
            return null;
        }
        return new Use(cpuNanos, residentBytes);
    }

    /** How long the calling thread has stood ready without a processor, since it began; 0 where the kernel does not tell. */
    static long waitedNanosOfThisThread() {
        try {
            String[] fields = Files.readString(Path.of("/proc/thread-self/schedstat"))
                    .strip()
                    .split(" ", -1);
            return Long.parseLong(fields[1]);
        } catch (IOException | RuntimeException e) {
            return 0;
        }
    }
}
