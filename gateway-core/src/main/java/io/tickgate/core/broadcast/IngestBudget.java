package io.tickgate.core.broadcast;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Bytes of publications that are on their way between event loops. On one loop nothing ever is.
 *
 * <p><b>Any thread.</b> The limit is soft: who reads from a socket asks {@link #isExceeded} after each publication and
 * stops reading, so the overshoot is at most one read per publisher.
 */
final class IngestBudget {
    private final long bytesMax;
    private final AtomicLong bytes = new AtomicLong();
    private final ConcurrentLinkedQueue<Waiter> waiters = new ConcurrentLinkedQueue<>();

    private record Waiter(Executor executor, Runnable task) {}

    /** @param bytesMax {@code limits.ingest-bytes-total} */
    IngestBudget(long bytesMax) {
        this.bytesMax = bytesMax;
    }

    long bytes() {
        return bytes.get();
    }

    boolean isExceeded() {
        return bytes.get() > bytesMax;
    }

    /** Counts what is handed to another loop; {@link #release} takes it off again. */
    void add(int count) {
        bytes.addAndGet(count);
    }

    void release(int count) {
        long now = bytes.addAndGet(-count);
        // Half: readers that stop and start at every publication would wake the loops more than they read.
        if (now <= bytesMax / 2 && !waiters.isEmpty()) {
            wakeAll();
        }
    }

    /** Runs {@code task} on {@code executor} once there is room again. At most one waiter per publisher's connection. */
    void whenRelieved(Executor executor, Runnable task) {
        waiters.add(new Waiter(executor, task));
        // The last release may have come between the caller's look and the line above.
        if (bytes.get() <= bytesMax / 2) {
            wakeAll();
        }
    }

    private void wakeAll() {
        for (Waiter waiter = waiters.poll(); waiter != null; waiter = waiters.poll()) {
            waiter.executor.execute(waiter.task);
        }
    }
}
