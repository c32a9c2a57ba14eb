package io.tickgate.core.auth;

import io.tickgate.core.ConcurrencyCheck;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Test;

@Param(name = "keys", gen = IntGen.class, conf = "1:2")
public class VerifiedTokensConcurrencyTest {
    private final VerifiedTokens tokens = new VerifiedTokens();

    @Operation
    public void put(@Param(name = "keys") int keys) {
        tokens.put("hash", keys, Principal.NOBODY);
    }

    @Operation
    public boolean isKnown(@Param(name = "keys") int keys) {
        return tokens.find("hash", keys, 0) != null;
    }

    @Test
    void aTokenIsKnownWithTheKeysThatItWasCheckedWithLast() {
        ConcurrencyCheck.check(VerifiedTokensConcurrencyTest.class);
    }
}
