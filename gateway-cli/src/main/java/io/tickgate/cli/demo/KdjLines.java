package io.tickgate.cli.demo;

import java.util.HashMap;
import java.util.Map;

/**
 * The KDJ of each symbol's adjusted prices, on which the back-tests trade: charts and signals show what they go by. Computed
 * when somebody first asks. Owner: the demo's thread.
 */
final class KdjLines {
    private final Map<String, Kdj> bySymbol = new HashMap<>();

    Kdj of(BarSeries bars) {
        return bySymbol.computeIfAbsent(bars.symbol(), symbol -> Kdj.of(Candles.adjusted(bars)));
    }
}
