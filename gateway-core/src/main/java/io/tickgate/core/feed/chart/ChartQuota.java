package io.tickgate.core.feed.chart;

import io.tickgate.core.limit.ByteBudget;
import io.tickgate.core.limit.Places;

/** What the charts of all shards share: how many there may be, and how many bytes they may take. Any thread. */
final class ChartQuota {
    private final int symbolsMax;
    private final Places symbols = new Places();
    private final ByteBudget bytes;

    ChartQuota(int symbolsMax, long bytesMax) {
        this.symbolsMax = symbolsMax;
        this.bytes = new ByteBudget(bytesMax);
    }

    boolean tryAddSymbol() {
        return symbols.tryTake(symbolsMax);
    }

    /** For one that other gateways have room for. */
    void addSymbol() {
        symbols.tryTake(Integer.MAX_VALUE);
    }

    void removeSymbol() {
        symbols.giveBack();
    }

    boolean tryReserve(long count) {
        return bytes.tryReserve(count);
    }

    void release(long count) {
        bytes.release(count);
    }
}
