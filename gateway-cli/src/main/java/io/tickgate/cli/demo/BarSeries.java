package io.tickgate.cli.demo;

import java.util.Arrays;

/** The daily bars of one symbol, oldest first, as bare arrays: 52 bytes a bar. Prices are {@link Price}s. */
final class BarSeries {
    private static final int START_COUNT = 256;

    private final String symbol;
    private int count;
    private int[] dates = new int[START_COUNT];
    private long[] prices = new long[4 * START_COUNT];
    private long[] volumes = new long[START_COUNT];
    private double[] adjustedCloses = new double[START_COUNT];

    BarSeries(String symbol) {
        this.symbol = symbol;
    }

    String symbol() {
        return symbol;
    }

    int count() {
        return count;
    }

    /** The day of a bar, in days since 1970-01-01. */
    int epochDay(int bar) {
        return dates[bar];
    }

    long open(int bar) {
        return prices[4 * bar];
    }

    long high(int bar) {
        return prices[4 * bar + 1];
    }

    long low(int bar) {
        return prices[4 * bar + 2];
    }

    long close(int bar) {
        return prices[4 * bar + 3];
    }

    long volume(int bar) {
        return volumes[bar];
    }

    /** What a price of a bar is multiplied with to be what it would have been without splits and dividends since. */
    double adjustment(int bar) {
        return adjustedCloses[bar] / Price.toDouble(close(bar));
    }

    /** Whether a bar of {@code epochDay} may be added: the newest one so far is older. */
    boolean isAfterLast(int epochDay) {
        return count == 0 || dates[count - 1] < epochDay;
    }

    void add(int epochDay, long open, long high, long low, long close, long volume, double adjustedClose) {
        if (count == dates.length) {
            dates = Arrays.copyOf(dates, 2 * count);
            prices = Arrays.copyOf(prices, 8 * count);
            volumes = Arrays.copyOf(volumes, 2 * count);
            adjustedCloses = Arrays.copyOf(adjustedCloses, 2 * count);
        }
        dates[count] = epochDay;
        prices[4 * count] = open;
        prices[4 * count + 1] = high;
        prices[4 * count + 2] = low;
        prices[4 * count + 3] = close;
        volumes[count] = volume;
        adjustedCloses[count] = adjustedClose;
        count++;
    }
}
