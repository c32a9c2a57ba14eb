package io.tickgate.core.limit;

import io.tickgate.core.ConcurrencyCheck;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Test;

/** Three places, two for each address, all of which are taken at first. */
@Param(name = "address", gen = IntGen.class, conf = "1:3")
public class ConnectionLimitConcurrencyTest {
    private final ConnectionLimit limit = new ConnectionLimit(3, 2, new UserConnections(() -> 0));

    public ConnectionLimitConcurrencyTest() {
        enter(1);
        enter(1);
        enter(2);
    }

    @Operation
    public final ConnectionLimit.Verdict enter(@Param(name = "address") int address) {
        return limit.tryEnter(TestAddresses.of(address), null);
    }

    @Operation(runOnce = true)
    public void leave() {
        limit.leave(TestAddresses.of(1));
    }

    @Operation(runOnce = true)
    public void leaveAgain() {
        limit.leave(TestAddresses.of(1));
    }

    @Operation(runOnce = true)
    public void leaveFromElsewhere() {
        limit.leave(TestAddresses.of(2));
    }

    @Operation
    public int connections() {
        return limit.connections();
    }

    @Test
    void nobodyIsRefusedForAPlaceThatNobodyHas() {
        ConcurrencyCheck.check(ConnectionLimitConcurrencyTest.class);
    }
}
