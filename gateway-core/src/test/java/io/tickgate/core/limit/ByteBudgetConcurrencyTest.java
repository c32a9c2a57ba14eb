package io.tickgate.core.limit;

import io.tickgate.core.ConcurrencyCheck;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Test;

@Param(name = "bytes", gen = IntGen.class, conf = "1:4")
public class ByteBudgetConcurrencyTest {
    private final ByteBudget budget = new ByteBudget(5);

    public ByteBudgetConcurrencyTest() {
        tryReserve(4);
    }

    @Operation
    public final boolean tryReserve(@Param(name = "bytes") int bytes) {
        return budget.tryReserve(bytes);
    }

    @Operation(runOnce = true)
    public void release() {
        budget.release(3);
    }

    @Operation(runOnce = true)
    public void releaseTheRest() {
        budget.release(1);
    }

    @Operation
    public long used() {
        return budget.usedBytes();
    }

    @Test
    void whatIsTakenIsThatOfSomeOrder() {
        ConcurrencyCheck.check(ByteBudgetConcurrencyTest.class);
    }
}
