package io.tickgate.cli.demo;

import io.tickgate.cli.demo.DemoOutput.ChartBar;
import io.tickgate.cli.demo.Market.Moment;
import io.tickgate.core.producer.UpdateType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The charts of a market with KDJ: the bar that forms is updated with its quotes, no sooner than {@link #INTERVAL} after
 * the last time, and the next one is added. A market that is faster comes as batches of whole bars, so that no day is missing.
 *
 * <p>A chart's time never goes back, see {@link Market#epochDay}: it is the session of the quotes.
 *
 * <p><b>Owner:</b> the demo's thread.
 */
final class LiveCharts implements LiveMarket.Follower {
    /** Five a second and symbol is as much as an eye takes in; the default pace of quotes is below. */
    static final Duration INTERVAL = Duration.ofMillis(200);

    private static final long SECONDS_A_DAY = 86_400;

    private final Market market;
    private final KdjLines kdj;
    /** By the index of the series; empty before the first moment. */
    private final List<Line> lines = new ArrayList<>();

    LiveCharts(Market market, KdjLines kdj) {
        this.market = market;
        this.kdj = kdj;
    }

    /** Shows a moment, unless this symbol's chart was updated just before. The first call shows every symbol's past. */
    @Override
    public void follow(Moment moment, long nowNanos, DemoOutput out) throws InterruptedException {
        if (lines.isEmpty()) {
            begin(out);
        }
        lines.get(moment.index()).follow(moment, nowNanos, out);
    }

    private void begin(DemoOutput out) throws InterruptedException {
        for (BarSeries bars : market.series()) {
            Line line = new Line(bars, market.symbols(bars), kdj.of(bars));
            lines.add(line);
            line.begin(out);
        }
    }

    /** One series and how far it was shown. */
    private static final class Line {
        private final BarSeries bars;
        private final List<String> symbols;
        private final Kdj kdj;
        /** The first session that was not shown to its close yet. */
        private long open;
        /** The newest session that was shown at all. */
        private long newest = -1;

        private boolean isLive;
        private long shownAtNanos;

        Line(BarSeries bars, List<String> symbols, Kdj kdj) {
            this.bars = bars;
            this.symbols = symbols;
            this.kdj = kdj;
        }

        void begin(DemoOutput out) throws InterruptedException {
            List<ChartBar> shown = new ArrayList<>();
            for (long session = 0; session < LiveMarket.HISTORY_BARS; session++) {
                shown.add(whole(session));
            }
            show(UpdateType.BATCH, shown, out);
            open = LiveMarket.HISTORY_BARS;
            newest = LiveMarket.HISTORY_BARS - 1;
        }

        void follow(Moment moment, long nowNanos, DemoOutput out) throws InterruptedException {
            if (isLive && nowNanos - shownAtNanos < INTERVAL.toNanos()) {
                return;
            }
            isLive = true;
            shownAtNanos = nowNanos;
            List<ChartBar> shown = new ArrayList<>();
            for (long session = Math.max(open, moment.session() - ChartBar.BARS_MAX + 1);
                    session < moment.session();
                    session++) {
                shown.add(whole(session));
            }
            shown.add(forming(moment));
            UpdateType single = moment.session() > newest ? UpdateType.ADD : UpdateType.UPDATE;
            show(shown.size() > 1 ? UpdateType.BATCH : single, shown, out);
            newest = moment.session();
            open = moment.isClose() ? moment.session() + 1 : moment.session();
        }

        private void show(UpdateType type, List<ChartBar> shown, DemoOutput out) throws InterruptedException {
            for (String symbol : symbols) {
                out.chart(symbol, type, shown);
            }
        }

        private ChartBar whole(long session) {
            int bar = (int) (session % bars.count());
            return new ChartBar(
                    epochSeconds(session),
                    bars.open(bar),
                    bars.high(bar),
                    bars.low(bar),
                    bars.close(bar),
                    bars.volume(bar),
                    kdj.at(bar));
        }

        private ChartBar forming(Moment moment) {
            Market.Forming now = Market.forming(moment);
            double adjustment = bars.adjustment(moment.bar());
            return new ChartBar(
                    epochSeconds(moment.session()),
                    now.open(),
                    now.high(),
                    now.low(),
                    now.last(),
                    now.volume(),
                    kdj.forming(
                            moment.bar(),
                            Price.toDouble(now.high()) * adjustment,
                            Price.toDouble(now.low()) * adjustment,
                            Price.toDouble(now.last()) * adjustment));
        }

        private long epochSeconds(long session) {
            return Market.epochDay(bars, session) * SECONDS_A_DAY;
        }
    }
}
