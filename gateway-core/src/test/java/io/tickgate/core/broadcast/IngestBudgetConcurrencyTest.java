package io.tickgate.core.broadcast;

import io.tickgate.core.ConcurrencyCheck;
import java.util.concurrent.atomic.AtomicInteger;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Test;

/** A publisher that waits for room and is forgotten would never be read again. */
public class IngestBudgetConcurrencyTest {
    private final IngestBudget budget = new IngestBudget(100);
    private final AtomicInteger waiting = new AtomicInteger();

    public IngestBudgetConcurrencyTest() {
        budget.add(150);
    }

    @Operation
    public void await() {
        waiting.incrementAndGet();
        budget.whenRelieved(Runnable::run, waiting::decrementAndGet);
    }

    @Operation(runOnce = true)
    public void release() {
        budget.release(60);
    }

    @Operation(runOnce = true)
    public void releaseMore() {
        budget.release(60);
    }

    @Operation(runOnce = true)
    public void addAndRelease() {
        budget.add(10);
        budget.release(10);
    }

    @Validate
    public void nobodySleepsWhileThereIsRoom() {
        if (budget.bytes() <= 50 && waiting.get() > 0) {
            throw new IllegalStateException(waiting.get() + " wait although there is room");
        }
    }

    @Test
    void whoWaitsIsWokenWhicheverComesFirst() {
        ConcurrencyCheck.check(IngestBudgetConcurrencyTest.class);
    }
}
