package io.tickgate.cli.demo;

/**
 * Daily bars as doubles, to compute with: without splits and dividends, which are jumps in the prices of their days, so that
 * their changes are what an owner gained and their signals are the market's.
 *
 * <p>Immutable; any thread.
 */
final class Candles {
    private static final double JUMP = 0.2;

    private final double[] open;
    private final double[] high;
    private final double[] low;
    private final double[] close;
    private final int[] epochDay;

    private Candles(BarSeries bars) {
        int count = bars.count();
        open = new double[count];
        high = new double[count];
        low = new double[count];
        close = new double[count];
        epochDay = new int[count];
        for (int bar = 0; bar < count; bar++) {
            double factor = bars.adjustment(bar);
            open[bar] = Price.toDouble(bars.open(bar)) * factor;
            high[bar] = Price.toDouble(bars.high(bar)) * factor;
            low[bar] = Price.toDouble(bars.low(bar)) * factor;
            close[bar] = Price.toDouble(bars.close(bar)) * factor;
            epochDay[bar] = bars.epochDay(bar);
        }
    }

    static Candles adjusted(BarSeries bars) {
        return new Candles(bars);
    }

    int count() {
        return close.length;
    }

    double open(int bar) {
        return open[bar];
    }

    double high(int bar) {
        return high[bar];
    }

    double low(int bar) {
        return low[bar];
    }

    double close(int bar) {
        return close[bar];
    }

    /** Bars whose close is further from the one before than trading explains often: a sign of prices left unadjusted. */
    int jumps() {
        int count = 0;
        for (int bar = 1; bar < close.length; bar++) {
            count += Math.abs(close[bar] / close[bar - 1] - 1) > JUMP ? 1 : 0;
        }
        return count;
    }

    /** The day of a bar, in days since 1970-01-01. */
    int epochDay(int bar) {
        return epochDay[bar];
    }
}
