package io.tickgate.core.broadcast;

import java.util.concurrent.atomic.AtomicInteger;

/** Publications on their way to what gateways share, and not answered. Any thread. Bounded by the budget's limit. */
final class AppendsInFlight {
    private final IngestBudget budget;
    private final AtomicInteger count = new AtomicInteger();

    AppendsInFlight(IngestBudget budget) {
        this.budget = budget;
    }

    void begin(int bytes) {
        count.incrementAndGet();
        budget.add(bytes);
    }

    void end(int bytes) {
        count.decrementAndGet();
        budget.release(bytes);
    }

    int count() {
        return count.get();
    }
}
