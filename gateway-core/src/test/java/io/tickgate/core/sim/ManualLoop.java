package io.tickgate.core.sim;

import io.netty.util.concurrent.AbstractEventExecutor;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** An event loop whose tasks run only when {@link ManualLoops} steps it, and which is current only while it runs one. */
public final class ManualLoop extends AbstractEventExecutor {
    private final ManualLoops loops;
    private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();
    private final List<Scheduled> scheduled = new ArrayList<>();

    ManualLoop(ManualLoops loops) {
        this.loops = loops;
    }

    @Override
    public void execute(Runnable task) {
        loops.mayPreempt();
        tasks.addLast(task);
    }

    /** What is due at once is one more task; the rest waits for {@link ManualLoops#advance}. */
    @Override
    @SuppressWarnings({"NullAway", "ReturnOfNull"})
    public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
        if (delay <= 0) {
            execute(task);
        } else {
            scheduled.add(new Scheduled(task, unit.toNanos(delay)));
        }
        return null;
    }

    private record Scheduled(Runnable task, long delayNanos) {}

    void advance(long nanos) {
        List<Scheduled> before = List.copyOf(scheduled);
        scheduled.clear();
        for (Scheduled next : before) {
            schedule(next.task(), next.delayNanos() - nanos, TimeUnit.NANOSECONDS);
        }
    }

    boolean hasTasks() {
        return !tasks.isEmpty();
    }

    /** How many tasks wait. */
    public int pendingTasks() {
        return tasks.size();
    }

    Runnable nextTask() {
        return tasks.removeFirst();
    }

    @Override
    public boolean inEventLoop() {
        return loops.current() == this;
    }

    @Override
    public boolean inEventLoop(Thread thread) {
        return inEventLoop();
    }

    @Override
    public boolean isShuttingDown() {
        return false;
    }

    @Override
    public boolean isShutdown() {
        return false;
    }

    @Override
    public boolean isTerminated() {
        return false;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
        return false;
    }

    @Override
    public Future<?> shutdownGracefully(long quietPeriod, long timeout, TimeUnit unit) {
        throw new UnsupportedOperationException("a manual loop just ends");
    }

    @Override
    public Future<?> terminationFuture() {
        throw new UnsupportedOperationException("a manual loop just ends");
    }

    @Override
    @Deprecated
    public void shutdown() {
        throw new UnsupportedOperationException("a manual loop just ends");
    }

    @Override
    @Deprecated
    public List<Runnable> shutdownNow() {
        throw new UnsupportedOperationException("a manual loop just ends");
    }
}
