package io.tickgate.core.limit;

import io.tickgate.core.ConcurrencyCheck;
import org.jetbrains.lincheck.datastructures.Operation;
import org.junit.jupiter.api.Test;

public class PlacesConcurrencyTest {
    private final Places places = new Places();

    public PlacesConcurrencyTest() {
        tryTake();
    }

    @Operation
    public final boolean tryTake() {
        return places.tryTake(2);
    }

    @Operation(runOnce = true)
    public void giveBack() {
        places.giveBack();
    }

    @Operation
    public int taken() {
        return places.taken();
    }

    @Test
    void whoAsksAndIsRefusedWasNeverThere() {
        ConcurrencyCheck.check(PlacesConcurrencyTest.class);
    }
}
