package io.tickgate.core.limit;

import io.tickgate.core.ConcurrencyCheck;
import org.jetbrains.lincheck.datastructures.Operation;
import org.junit.jupiter.api.Test;

public class OnceAMinuteConcurrencyTest {
    private static final long MINUTE_NANOS = 60_000_000_000L;

    private final OnceAMinute once = new OnceAMinute(0);

    @Operation
    public boolean now() {
        return once.tryBegin(0);
    }

    @Operation
    public boolean aMinuteLater() {
        return once.tryBegin(MINUTE_NANOS);
    }

    @Test
    void ofThoseWhoAskAtOnceOneHearsYes() {
        ConcurrencyCheck.check(OnceAMinuteConcurrencyTest.class);
    }
}
