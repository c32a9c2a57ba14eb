package io.tickgate.cli.demo;

import io.tickgate.core.Gateway;
import io.tickgate.core.time.Clock;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Everything that {@code gateway serve --demo} shows: quotes, charts with KDJ, back-tests and notifications, all made of
 * real daily bars.
 *
 * <p>Reading the bars is all that happens before it starts; what is computed of them is computed on the demo's own thread.
 */
public final class Demo {
    /** The guide's clients look at this symbol, and there are no bars of it. */
    public static final String GUIDE_SYMBOL = "0700.HK";

    /** Whose bars the guide's clients see instead, as quotes and as a chart. */
    public static final String GUIDE_BARS = "GOOG";

    private final Market market;

    private Demo(Market market) {
        this.market = market;
    }

    /** Reads the bars of {@code file} into memory. */
    public static Demo read(Path file) throws BarFileException {
        return new Demo(new Market(BarFile.read(file), Map.of(GUIDE_BARS, GUIDE_SYMBOL)));
    }

    /** The symbols that have quotes and charts, in the order of their turns. */
    public List<String> symbols() {
        return market.series().stream().map(BarSeries::symbol).toList();
    }

    /**
     * Starts to publish, until what is returned is closed.
     *
     * @param quotesPerSecond of all symbols together, more than 0
     */
    public DemoPlayer start(Gateway gateway, double quotesPerSecond, Clock clock) {
        return start(new GatewayOutput(gateway), quotesPerSecond, BacktestRuns.REPORTS_PER_SECOND, clock);
    }

    DemoPlayer start(DemoOutput out, double quotesPerSecond, double reportsPerSecond, Clock clock) {
        KdjLines kdj = new KdjLines();
        LiveCharts charts = new LiveCharts(market, kdj);
        DemoFeed live = new LiveMarket(market, List.of(charts, new KdjSignals(kdj)));
        DemoFeed backtests = new BacktestRuns(market.series());
        return DemoPlayer.start(
                List.of(new DemoPlayer.Track(live, quotesPerSecond), new DemoPlayer.Track(backtests, reportsPerSecond)),
                out,
                clock);
    }
}
