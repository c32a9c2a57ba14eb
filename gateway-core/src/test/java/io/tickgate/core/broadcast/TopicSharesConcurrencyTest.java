package io.tickgate.core.broadcast;

import io.tickgate.core.ConcurrencyCheck;
import io.tickgate.core.limit.TestAddresses;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Test;

@Param(name = "address", gen = IntGen.class, conf = "1:2")
public class TopicSharesConcurrencyTest {
    private final TopicShares shares = new TopicShares(2);

    public TopicSharesConcurrencyTest() {
        tryTake(1);
        tryTake(1);
    }

    @Operation
    public final boolean tryTake(@Param(name = "address") int address) {
        return shares.tryTake(TestAddresses.of(address));
    }

    @Operation(runOnce = true)
    public void giveBack() {
        shares.giveBack(TestAddresses.of(1));
    }

    @Operation(runOnce = true)
    public void giveBackAnother() {
        shares.giveBack(TestAddresses.of(1));
    }

    @Operation
    public boolean isFull(@Param(name = "address") int address) {
        return shares.isFull(TestAddresses.of(address));
    }

    /** Sums are told a moment later than what they sum up: taken to the full, they must be that. */
    @Validate
    public void sumsAreRightInTheEnd() {
        for (int address = 1; address <= 2; address++) {
            while (tryTake(address)) {
                // Until there is nothing left of it.
            }
        }
        if (shares.paidFor() != 4) {
            throw new IllegalStateException(shares.paidFor() + " are paid for of 4");
        }
        for (int i = 0; i < 2; i++) {
            shares.giveBack(TestAddresses.of(1));
            shares.giveBack(TestAddresses.of(2));
        }
        if (shares.paidFor() != 0 || shares.isAnyCrowded()) {
            throw new IllegalStateException("a share stays crowded that nobody has");
        }
    }

    @Test
    void nobodyIsRefusedAShareThatNobodyHas() {
        ConcurrencyCheck.check(TopicSharesConcurrencyTest.class);
    }
}
