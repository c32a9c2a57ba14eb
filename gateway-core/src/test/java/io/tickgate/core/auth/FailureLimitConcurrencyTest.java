package io.tickgate.core.auth;

import io.tickgate.core.ConcurrencyCheck;
import io.tickgate.core.limit.TestAddresses;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Test;

@Param(name = "address", gen = IntGen.class, conf = "1:2")
public class FailureLimitConcurrencyTest {
    private final FailureLimit limit = new FailureLimit(2);

    public FailureLimitConcurrencyTest() {
        tryTake(1);
    }

    @Operation
    public final boolean tryTake(@Param(name = "address") int address) {
        return limit.tryTake(TestAddresses.of(address), 0);
    }

    @Operation(runOnce = true)
    public void giveBack() {
        limit.giveBack(TestAddresses.of(1), 0);
    }

    @Operation
    public int addresses() {
        return limit.addresses();
    }

    @Test
    void whoIsRefusedHadNoneLeft() {
        ConcurrencyCheck.check(FailureLimitConcurrencyTest.class);
    }
}
