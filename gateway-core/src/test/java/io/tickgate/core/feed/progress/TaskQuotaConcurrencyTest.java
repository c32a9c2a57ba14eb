package io.tickgate.core.feed.progress;

import io.tickgate.core.ConcurrencyCheck;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Test;

/**
 * While one asks for room, another may be refused, or a finished task dropped, that would have fitted: the next report tries
 * again. So results are not told here; what must hold is that no place is lost and none is given twice.
 */
public class TaskQuotaConcurrencyTest {
    private static final int TASKS_MAX = 2;

    private final TaskQuota quota = new TaskQuota(TASKS_MAX, 20);
    /** Those that have a place: it was taken, and neither dropped nor given back. */
    private final AtomicInteger tasks = new AtomicInteger();

    private final AtomicBoolean isDropped = new AtomicBoolean();
    private final long first;

    public TaskQuotaConcurrencyTest() {
        quota.tryTake(1, 10);
        first = quota.finish(10, () -> isDropped.set(true));
    }

    @Operation
    public void beginAndEnd() {
        if (quota.tryTake(1, 10)) {
            tasks.incrementAndGet();
            quota.finish(10, tasks::decrementAndGet);
        }
    }

    @Operation
    public void begin() {
        if (quota.tryTake(1, 10)) {
            tasks.incrementAndGet();
        }
    }

    /** The home of the first task lets it go, unless somebody has dropped it. */
    @Operation(runOnce = true)
    public void expire() {
        quota.giveFinished(first);
    }

    @Validate
    public void placesAreThoseOfTheTasks() {
        quota.giveFinished(first);
        if (quota.tasks() != tasks.get() || quota.tasks() > TASKS_MAX) {
            throw new IllegalStateException(
                    quota.tasks() + " places for " + tasks + " tasks, the first dropped: " + isDropped);
        }
    }

    @Test
    void noPlaceIsLostOrGivenTwice() {
        ConcurrencyCheck.check(TaskQuotaConcurrencyTest.class);
    }
}
