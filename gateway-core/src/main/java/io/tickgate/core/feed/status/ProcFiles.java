package io.tickgate.core.feed.status;

import com.sun.management.OperatingSystemMXBean;
import io.tickgate.core.time.Clock;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The load of this process as the JVM and Linux's {@code /proc} tell it; without {@code /proc} the heap stands for the
 * memory.
 *
 * <p><b>Owner:</b> one thread. <b>Cost:</b> {@code /proc/self/status} is 1.5 KB of the kernel's memory: no disk is touched.
 */
public final class ProcFiles implements ProcessLoad {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final String RESIDENT = "VmRSS:";

    private final OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    private final Clock clock;
    private long cpuNanos;
    private long readAtNanos;

    public ProcFiles(Clock clock) {
        this.clock = clock;
        // The first figure compares with the start of the process, when no processor time was taken.
        this.cpuNanos = 0;
        long uptimeMillis = ManagementFactory.getRuntimeMXBean().getUptime();
        this.readAtNanos = clock.nanoTime() - uptimeMillis * 1_000_000;
    }

    @Override
    public double cpuPercent() {
        long cpuNow = system.getProcessCpuTime();
        long now = clock.nanoTime();
        double available = (double) (now - readAtNanos) * system.getAvailableProcessors();
        double percent = available <= 0 ? 0 : (cpuNow - cpuNanos) * 100 / available;
        cpuNanos = cpuNow;
        readAtNanos = now;
        return tenths(Math.max(0, Math.min(100, percent)));
    }

    @Override
    public double memoryMebibytes() {
        try {
            for (String line : Files.readAllLines(STATUS, StandardCharsets.ISO_8859_1)) {
                if (line.startsWith(RESIDENT)) {
                    String number = line.substring(RESIDENT.length(), line.lastIndexOf(' '));
                    return tenths(Long.parseLong(number.trim()) / 1024.0);
                }
            }
        } catch (IOException | RuntimeException e) {
            // Not Linux, or not as expected: the heap is what is left to tell.
        }
        Runtime runtime = Runtime.getRuntime();
        return tenths((runtime.totalMemory() - runtime.freeMemory()) / (double) (1 << 20));
    }

    private static double tenths(double value) {
        return Math.round(value * 10) / 10.0;
    }
}
