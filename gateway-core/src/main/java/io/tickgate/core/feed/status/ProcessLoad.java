package io.tickgate.core.feed.status;

/** What this process takes of its machine. Asked every few seconds on one event loop, so it must not wait. */
public interface ProcessLoad {
    /** Percent of all processors since the last call, the first time since the process started; 0 to 100. */
    double cpuPercent();

    /** Resident memory in MiB. */
    double memoryMebibytes();
}
