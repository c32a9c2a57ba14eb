package io.tickgate.core.sim;

import io.tickgate.core.feed.status.ProcessLoad;

/** The load of a process that does what the test says. */
public final class FixedLoad implements ProcessLoad {
    private double cpuPercent = 12.5;
    private int backtests;

    public void cpuPercent(double percent) {
        cpuPercent = percent;
    }

    public void backtests(int count) {
        backtests = count;
    }

    public int backtests() {
        return backtests;
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
