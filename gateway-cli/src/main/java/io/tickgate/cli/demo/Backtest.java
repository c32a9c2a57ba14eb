package io.tickgate.cli.demo;

/**
 * What trading by the crosses of KDJ would have brought: when K crosses above D at a close, everything is put into the
 * symbol at the next open; when it crosses below, everything is sold at the next open. What is held at the end is sold at
 * the last close. Each order costs {@value #FEE} of its value.
 *
 * <p><b>Owner:</b> one thread. Each step wants the ones before it.
 */
final class Backtest {
    /** A tenth of a percent: commission and half of a spread. Without it, hundreds of trades look better than they are. */
    static final double FEE = 0.001;

    private static final double TRADING_DAYS_A_YEAR = 252;
    private static final double DAYS_A_YEAR = 365.25;
    private static final double PERCENT = 100;

    private final Candles candles;
    private final Kdj kdj;
    private final double[] equity;
    private double cash = 1;
    private double shares;
    private double cost;
    private int trades;
    private int wins;

    Backtest(Candles candles) {
        this.candles = candles;
        kdj = Kdj.of(candles);
        equity = new double[candles.count()];
    }

    /**
     * The figures of a run; returns, drawdown and win rate in percent.
     *
     * @param trades bought and sold again
     * @param winRate 0 when there was no trade
     */
    record Result(
            double totalReturn,
            double annualizedReturn,
            double maxDrawdown,
            double sharpeRatio,
            int trades,
            double winRate) {}

    /** How many bars say to buy, or to sell, whether or not there is something to buy with or to sell. */
    int signals() {
        int count = 0;
        for (int bar = 0; bar < candles.count(); bar++) {
            count += kdj.crossesUp(bar) || kdj.crossesDown(bar) ? 1 : 0;
        }
        return count;
    }

    /** Walks through all bars. Call once. */
    void trade() {
        int last = candles.count() - 1;
        for (int bar = 0; bar <= last; bar++) {
            // The cross of yesterday's close: today's is not known at today's open.
            if (bar > 0 && shares == 0 && kdj.crossesUp(bar - 1)) {
                cost = cash;
                shares = cash * (1 - FEE) / candles.open(bar);
                cash = 0;
            } else if (bar > 0 && shares > 0 && kdj.crossesDown(bar - 1)) {
                sell(candles.open(bar));
            }
            equity[bar] = cash + shares * candles.close(bar);
        }
        if (shares > 0) {
            sell(candles.close(last));
            equity[last] = cash;
        }
    }

    private void sell(double price) {
        cash = shares * price * (1 - FEE);
        shares = 0;
        trades++;
        wins += cash > cost ? 1 : 0;
    }

    double totalReturn() {
        return PERCENT * (equity[equity.length - 1] - 1);
    }

    double annualizedReturn() {
        int days = candles.epochDay(candles.count() - 1) - candles.epochDay(0);
        return days == 0 ? 0 : PERCENT * (Math.pow(equity[equity.length - 1], DAYS_A_YEAR / days) - 1);
    }

    /** The deepest fall from a peak before it. */
    double maxDrawdown() {
        double peak = 1;
        double worst = 0;
        for (double value : equity) {
            peak = Math.max(peak, value);
            worst = Math.max(worst, 1 - value / peak);
        }
        return PERCENT * worst;
    }

    /** Of daily returns, over nothing: mean by sample deviation, for a year. 0 when nothing ever moved. */
    double sharpeRatio() {
        int count = equity.length - 1;
        double sum = 0;
        for (int bar = 1; bar <= count; bar++) {
            sum += equity[bar] / equity[bar - 1] - 1;
        }
        double mean = sum / count;
        double squares = 0;
        for (int bar = 1; bar <= count; bar++) {
            double off = equity[bar] / equity[bar - 1] - 1 - mean;
            squares += off * off;
        }
        return squares == 0 ? 0 : mean / Math.sqrt(squares / (count - 1)) * Math.sqrt(TRADING_DAYS_A_YEAR);
    }

    double winRate() {
        return trades == 0 ? 0 : PERCENT * wins / trades;
    }

    Result result() {
        return new Result(totalReturn(), annualizedReturn(), maxDrawdown(), sharpeRatio(), trades, winRate());
    }
}
