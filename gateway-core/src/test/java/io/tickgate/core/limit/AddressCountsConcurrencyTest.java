package io.tickgate.core.limit;

import io.tickgate.core.ConcurrencyCheck;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Test;

@Param(name = "address", gen = IntGen.class, conf = "1:2")
public class AddressCountsConcurrencyTest {
    private final AddressCounts counts = new AddressCounts();

    public AddressCountsConcurrencyTest() {
        tryAdd(1);
    }

    @Operation
    public final int tryAdd(@Param(name = "address") int address) {
        return counts.tryAdd(TestAddresses.of(address), 2);
    }

    @Operation(runOnce = true)
    public int remove() {
        return counts.remove(TestAddresses.of(1));
    }

    @Operation
    public int of(@Param(name = "address") int address) {
        return counts.of(TestAddresses.of(address));
    }

    @Test
    void countsAreThoseOfSomeOrder() {
        ConcurrencyCheck.check(AddressCountsConcurrencyTest.class);
    }
}
