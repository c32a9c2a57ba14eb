package io.tickgate.core.feed.chart;

import io.tickgate.core.ConcurrencyCheck;
import org.jetbrains.lincheck.datastructures.Operation;
import org.junit.jupiter.api.Test;

public class ChartQuotaConcurrencyTest {
    private final ChartQuota quota = new ChartQuota(2, 10);

    public ChartQuotaConcurrencyTest() {
        tryAddSymbol();
    }

    @Operation
    public final boolean tryAddSymbol() {
        return quota.tryAddSymbol();
    }

    @Operation(runOnce = true)
    public void removeSymbol() {
        quota.removeSymbol();
    }

    @Operation
    public boolean tryReserve() {
        return quota.tryReserve(6);
    }

    @Test
    void noSymbolIsRefusedForOneThatWasRefused() {
        ConcurrencyCheck.check(ChartQuotaConcurrencyTest.class);
    }
}
