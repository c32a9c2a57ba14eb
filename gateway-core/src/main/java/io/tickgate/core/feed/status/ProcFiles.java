package io.tickgate.core.feed.status;

import com.sun.management.OperatingSystemMXBean;
import io.tickgate.core.metrics.ProcStatus;
import io.tickgate.core.time.Clock;
import java.lang.management.ManagementFactory;

/**
 * The load of this process as the JVM and Linux's {@code /proc} tell it; without {@code /proc} the heap stands for the
 * memory.
 *
 * <p><b>Owner:</b> one thread.
 */
public final class ProcFiles implements ProcessLoad {
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
        long resident = ProcStatus.residentBytes();
        if (resident >= 0) {
            return tenths(resident / (double) (1 << 20));
        }
        Runtime runtime = Runtime.getRuntime();
        return tenths((runtime.totalMemory() - runtime.freeMemory()) / (double) (1 << 20));
    }

    private static double tenths(double value) {
        return Math.round(value * 10) / 10.0;
    }
}
