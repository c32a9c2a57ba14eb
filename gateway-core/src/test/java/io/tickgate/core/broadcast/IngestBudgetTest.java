package io.tickgate.core.broadcast;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickgate.core.sim.ManualLoops;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class IngestBudgetTest {
    private final ManualLoops loops = new ManualLoops(1, 1, false);
    private final IngestBudget budget = new IngestBudget(100);
    private final AtomicInteger woken = new AtomicInteger();

    private void await() {
        budget.whenRelieved(loops.all().get(0), woken::incrementAndGet);
    }

    @Test
    void theLimitIsExceededByMoreThanIt() {
        budget.add(100);
        assertThat(budget.isExceeded()).isFalse();
        budget.add(1);
        assertThat(budget.isExceeded()).isTrue();
        assertThat(budget.bytes()).isEqualTo(101);
    }

    @Test
    void waitersAreWokenAtHalfTheLimitOnTheirLoopAndOnce() {
        budget.add(150);
        await();
        await();

        budget.release(99);
        loops.runAll();
        assertThat(woken).hasValue(0);

        budget.release(1);
        assertThat(woken).hasValue(0);
        loops.runAll();
        assertThat(woken).hasValue(2);

        budget.release(50);
        loops.runAll();
        assertThat(woken).hasValue(2);
    }

    @Test
    void whoComesAfterTheReliefIsWokenAllTheSame() {
        await();
        loops.runAll();

        assertThat(woken).hasValue(1);
    }
}
