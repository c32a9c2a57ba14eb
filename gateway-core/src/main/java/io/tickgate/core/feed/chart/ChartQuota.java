package io.tickgate.core.feed.chart;

import io.tickgate.core.limit.ByteBudget;
import java.util.concurrent.atomic.AtomicInteger;

/** What the charts of all shards share: how many there may be, and how many bytes they may take. Any thread. */
final class ChartQuota {
    private final int symbolsMax;
    private final AtomicInteger symbols = new AtomicInteger();
    private final ByteBudget bytes;

    ChartQuota(int symbolsMax, long bytesMax) {
        this.symbolsMax = symbolsMax;
        this.bytes = new ByteBudget(bytesMax);
    }

    boolean tryAddSymbol() {
        if (symbols.incrementAndGet() <= symbolsMax) {
            return true;
        }
        symbols.decrementAndGet();
        return false;
    }

    /** For one that other gateways have room for. */
    void addSymbol() {
        symbols.incrementAndGet();
    }

    void removeSymbol() {
        symbols.decrementAndGet();
    }

    boolean tryReserve(long count) {
        return bytes.tryReserve(count);
    }

    void release(long count) {
        bytes.release(count);
    }
}
