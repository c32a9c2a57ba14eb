package io.tickgate.core.sim;

import io.tickgate.core.feed.status.ProcessLoad;

/** The load of a process that does what the test says. */
public final class FixedLoad implements ProcessLoad {
    private double cpuPercent = 12.5;

    public void cpuPercent(double percent) {
        cpuPercent = percent;
    }

    @Override
    public double cpuPercent() {
        return cpuPercent;
    }

    @Override
    public double memoryMebibytes() {
        return 96.5;
    }
}
