package io.tickgate.core.config;

import java.time.Duration;
import java.util.List;

/**
 * How much of back-tests is kept.
 *
 * @param bytesTotal encoded states of all tasks, on the heap
 */
public record ProgressConfig(Duration taskTtl, int maxTasks, long bytesTotal) {
    static final Setting<Duration> TASK_TTL = Setting.duration(
            "progress.task-ttl",
            "1s",
            "168h",
            "1h",
            "A back-test, finished or not, is forgotten so long after the last report on it.");
    static final Setting<Integer> MAX_TASKS = Setting.integer(
            "progress.max-tasks",
            1,
            1_000_000,
            10_000,
            "Back-tests whose state is kept; one more drops the one that finished first, or is refused with 503.");
    /** 10,000 tasks of 1.6 KiB each: the guide's example takes 0.9 KiB. */
    static final Setting<Long> BYTES_TOTAL = Setting.size(
            "progress.bytes-total",
            "64KiB",
            "16GiB",
            "16MiB",
            "What the states of all back-tests take on the heap; beyond it as beyond max-tasks.");

    static final List<Setting<?>> ALL = List.of(TASK_TTL, MAX_TASKS, BYTES_TOTAL);

    public static final ProgressConfig DEFAULT = of(ConfigValues.NONE);

    public ProgressConfig {
        TASK_TTL.check(taskTtl);
        MAX_TASKS.check(maxTasks);
        BYTES_TOTAL.check(bytesTotal);
    }

    static ProgressConfig of(ConfigValues values) {
        return new ProgressConfig(values.get(TASK_TTL), values.get(MAX_TASKS), values.get(BYTES_TOTAL));
    }
}
