package io.tickgate.cli.demo;

import org.jspecify.annotations.Nullable;

/**
 * The stochastic oscillator KDJ(9,3,3) of daily bars. RSV is where the close stands between the lowest low and the highest
 * high of nine bars, in percent; K is RSV smoothed, a third of it and two thirds of the K before; D is K smoothed alike;
 * J is 3K - 2D. K and D start at 50, and the first value is that of the ninth bar.
 *
 * <p>Immutable; any thread.
 */
final class Kdj {
    /** Bars of a window. */
    static final int PERIOD = 9;

    private static final double SMOOTHING = 3;
    private static final double START = 50;

    private final Candles candles;
    private final double[] k;
    private final double[] d;

    private Kdj(Candles candles) {
        this.candles = candles;
        k = new double[candles.count()];
        d = new double[candles.count()];
        for (int bar = 0; bar < k.length; bar++) {
            Value value = forming(bar, candles.high(bar), candles.low(bar), candles.close(bar));
            k[bar] = value == null ? START : value.k;
            d[bar] = value == null ? START : value.d;
        }
    }

    /** All three lines at one bar. */
    record Value(double k, double d) {
        double j() {
            return 3 * k - 2 * d;
        }
    }

    static Kdj of(Candles candles) {
        return new Kdj(candles);
    }

    /** The value at the close of a bar; null where too few bars came before it. */
    @Nullable
    Value at(int bar) {
        return bar < PERIOD - 1 ? null : new Value(k[bar], d[bar]);
    }

    /**
     * The value while a bar forms: what it would be if the day ended now.
     *
     * @param high of the bar so far, as are {@code low} and {@code close}
     * @return null where too few bars came before it
     */
    @Nullable
    Value forming(int bar, double high, double low, double close) {
        if (bar < PERIOD - 1) {
            return null;
        }
        double top = high;
        double bottom = low;
        for (int earlier = bar - PERIOD + 1; earlier < bar; earlier++) {
            top = Math.max(top, candles.high(earlier));
            bottom = Math.min(bottom, candles.low(earlier));
        }
        // Nine bars without any movement say nothing.
        double rsv = top == bottom ? START : 100 * (close - bottom) / (top - bottom);
        double nowK = smooth(k[bar - 1], rsv);
        return new Value(nowK, smooth(d[bar - 1], nowK));
    }

    private static double smooth(double before, double value) {
        return ((SMOOTHING - 1) * before + value) / SMOOTHING;
    }

    /** Whether K came from D or below to above it with the close of this bar (golden cross). */
    boolean crossesUp(int bar) {
        return bar >= PERIOD && k[bar - 1] <= d[bar - 1] && k[bar] > d[bar];
    }

    /** Whether K came from D or above to below it with the close of this bar (dead cross). */
    boolean crossesDown(int bar) {
        return bar >= PERIOD && k[bar - 1] >= d[bar - 1] && k[bar] < d[bar];
    }
}
