package io.tickgate.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class BacktestTest {
    private static final double TOLERANCE = 1e-6;

    @Test
    void theShippedBarsBringWhatAnotherLanguageComputed() throws Exception {
        List<BarSeries> series = BarFile.read(BarFiles.SHIPPED);
        List<String[]> reference = BarFiles.reference("backtest.csv");

        for (String[] line : reference) {
            Backtest.Result result = run(Candles.adjusted(BarFiles.of(line[0], series)));
            double[] figures = {
                result.totalReturn(),
                result.annualizedReturn(),
                result.maxDrawdown(),
                result.sharpeRatio(),
                result.trades(),
                result.winRate()
            };
            for (int i = 0; i < figures.length; i++) {
                assertThat(figures[i])
                        .as("%s, column %s", line[0], i + 1)
                        .isCloseTo(Double.parseDouble(line[i + 1]), within(TOLERANCE));
            }
        }
        assertThat(reference).hasSize(5);
    }

    @Test
    void aCrossIsTradedAtTheNextOpenAndWhatIsHeldIsSoldAtTheEnd() {
        BarSeries bars = new BarSeries("X");
        for (int day = 0; day < 12; day++) {
            add(bars, day, 100 - day);
        }
        // K turns up with this close; the next day opens at its own price.
        add(bars, 12, 120);
        add(bars, 13, 200);
        add(bars, 14, 300);

        Backtest.Result result = run(Candles.adjusted(bars));

        double kept = 1 - Backtest.FEE;
        assertThat(result.trades()).isEqualTo(1);
        assertThat(result.winRate()).isEqualTo(100);
        assertThat(result.totalReturn()).isCloseTo(100 * (300 / 200.0 * kept * kept - 1), within(TOLERANCE));
    }

    @Test
    void aSplitIsNoLoss() {
        BarSeries bars = new BarSeries("X");
        for (int day = 0; day < 30; day++) {
            long price = Price.parse(day < 15 ? "50" : "25");
            bars.add(day, price, price, price, price, 1, 25);
        }

        assertThat(run(Candles.adjusted(bars))).isEqualTo(new Backtest.Result(0, 0, 0, 0, 0, 0));
    }

    private static Backtest.Result run(Candles candles) {
        Backtest backtest = new Backtest(candles);
        backtest.trade();
        return backtest.result();
    }

    /** A day that trades at one price, which no split or dividend changed since. */
    private static void add(BarSeries bars, int day, int price) {
        long text = Price.parse(String.valueOf(price));
        bars.add(day, text, text, text, text, 1, price);
    }
}
