package io.tickgate.core.limit;

import io.tickgate.core.ConcurrencyCheck;
import io.tickgate.core.limit.UserConnections.Place;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Test;

/** One place in all, which somebody has at first, for a user who may have one. */
@Param(name = "address", gen = IntGen.class, conf = "2:9")
public class ConnectionLimitOfUserConcurrencyTest {
    private final ConnectionLimit limit = new ConnectionLimit(1, 9, new UserConnections(() -> 1));

    public ConnectionLimitOfUserConcurrencyTest() {
        limit.tryEnter(TestAddresses.of(1), null);
    }

    @Operation
    public final ConnectionLimit.Verdict enter(@Param(name = "address") int address) {
        return limit.tryEnter(TestAddresses.of(address), new Place("alice"));
    }

    @Operation(runOnce = true)
    public void leave() {
        limit.leave(TestAddresses.of(1));
    }

    @Test
    void nobodyIsRefusedForAPlaceThatHisUserOnlyAskedFor() {
        ConcurrencyCheck.check(ConnectionLimitOfUserConcurrencyTest.class);
    }
}
