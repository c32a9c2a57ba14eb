package io.tickgate.cli.demo;

import java.util.HashMap;
import java.util.Map;

/** The KDJ of each symbol's prices as they were traded, computed when somebody first asks. Owner: the demo's thread. */
final class KdjLines {
    private final Map<String, Kdj> bySymbol = new HashMap<>();

    Kdj of(BarSeries bars) {
        return bySymbol.computeIfAbsent(bars.symbol(), symbol -> Kdj.of(Candles.traded(bars)));
    }
}
