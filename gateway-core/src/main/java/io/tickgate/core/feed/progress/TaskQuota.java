package io.tickgate.core.feed.progress;

import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How many tasks all loops keep together, and how many bytes. When there is no room, tasks that are over make it, the one
 * that ended first goes first, wherever it lives.
 *
 * <p>Any thread. Whoever takes a finished task out of the map gives its place back, so that happens once.
 */
final class TaskQuota {
    private final int tasksMax;
    private final long bytesMax;
    private final AtomicInteger tasks = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong order = new AtomicLong();
    private final ConcurrentSkipListMap<Long, Finished> finished = new ConcurrentSkipListMap<>();

    /** @param drop forgets the task, at once or later */
    private record Finished(long bytes, Runnable drop) {}

    TaskQuota(int tasksMax, long bytesMax) {
        this.tasksMax = tasksMax;
        this.bytesMax = bytesMax;
    }

    int tasks() {
        return tasks.get();
    }

    /**
     * Takes places; may drop finished tasks for it.
     *
     * @param byteCount negative when a state has shrunk, which always succeeds
     * @return false when there is no room, and nothing was taken
     */
    boolean tryTake(int taskCount, long byteCount) {
        while (true) {
            int tasksNow = tasks.addAndGet(taskCount);
            long bytesNow = bytes.addAndGet(byteCount);
            boolean fits = (taskCount <= 0 || tasksNow <= tasksMax) && (byteCount <= 0 || bytesNow <= bytesMax);
            if (fits) {
                return true;
            }
            give(taskCount, byteCount);
            Map.Entry<Long, Finished> oldest = finished.pollFirstEntry();
            if (oldest == null) {
                return false;
            }
            give(1, oldest.getValue().bytes);
            oldest.getValue().drop.run();
        }
    }

    /** Takes places for what another gateway has room for, whether there is any or not; drops finished tasks where there is not. */
    void take(int taskCount, long byteCount) {
        if (!tryTake(taskCount, byteCount)) {
            tasks.addAndGet(taskCount);
            bytes.addAndGet(byteCount);
        }
    }

    void give(int taskCount, long byteCount) {
        tasks.addAndGet(-taskCount);
        bytes.addAndGet(-byteCount);
    }

    /** From now on the task may be dropped. @return its number for {@link #giveFinished} */
    long finish(long taskBytes, Runnable drop) {
        long number = order.incrementAndGet();
        finished.put(number, new Finished(taskBytes, drop));
        return number;
    }

    /** Gives a finished task's place back, unless it was dropped already. */
    void giveFinished(long number) {
        Finished gone = finished.remove(number);
        if (gone != null) {
            give(1, gone.bytes);
        }
    }
}
