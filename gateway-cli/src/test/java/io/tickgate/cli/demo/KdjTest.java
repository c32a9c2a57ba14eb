package io.tickgate.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class KdjTest {
    private static final double TOLERANCE = 1e-8;

    @Test
    void theShippedBarsHaveTheValuesThatAnotherLanguageComputed() throws Exception {
        List<BarSeries> series = BarFile.read(BarFiles.SHIPPED);
        List<String[]> reference = BarFiles.reference("kdj.csv");

        for (String[] line : reference) {
            Kdj kdj = Kdj.of(Candles.adjusted(BarFiles.of(line[0], series)));
            Kdj.Value value = Objects.requireNonNull(kdj.at(Integer.parseInt(line[1])));
            assertThat(value.k()).as("K %s", (Object) line).isCloseTo(Double.parseDouble(line[2]), within(TOLERANCE));
            assertThat(value.d()).as("D %s", (Object) line).isCloseTo(Double.parseDouble(line[3]), within(TOLERANCE));
            assertThat(value.j()).as("J %s", (Object) line).isCloseTo(Double.parseDouble(line[4]), within(TOLERANCE));
        }
        assertThat(reference).hasSize(138);
    }

    @Test
    void eightBarsHaveNoValueAndTheNinthDoes() {
        BarSeries bars = new BarSeries("X");
        for (int day = 0; day < 9; day++) {
            // Closes at its high of 10 + day, over a lowest low of 5: RSV is 100.
            add(bars, day, "5", String.valueOf(10 + day));
        }

        Kdj kdj = Kdj.of(Candles.adjusted(bars));

        assertThat(kdj.at(7)).isNull();
        assertThat(kdj.at(8)).isEqualTo(new Kdj.Value((2 * 50 + 100) / 3.0, (2 * 50 + (2 * 50 + 100) / 3.0) / 3.0));
    }

    @Test
    void aBarThatFormedIsWorthWhatItsLastMomentWas() throws Exception {
        BarSeries bars = BarFile.read(BarFiles.SHIPPED).get(0);
        Candles candles = Candles.adjusted(bars);
        Kdj kdj = Kdj.of(candles);

        Kdj.Value early = kdj.forming(100, candles.open(100), candles.open(100), candles.open(100));
        Kdj.Value last = kdj.forming(100, candles.high(100), candles.low(100), candles.close(100));

        assertThat(early).isNotEqualTo(last);
        assertThat(last).isEqualTo(kdj.at(100));
    }

    @Test
    void barsThatDoNotMoveAreInTheMiddle() {
        BarSeries bars = new BarSeries("X");
        for (int day = 0; day < 12; day++) {
            add(bars, day, "7", "7");
        }

        assertThat(Kdj.of(Candles.adjusted(bars)).at(11)).isEqualTo(new Kdj.Value(50, 50));
    }

    private static void add(BarSeries bars, int day, String low, String high) {
        bars.add(
                day,
                Price.parse(low),
                Price.parse(high),
                Price.parse(low),
                Price.parse(high),
                1,
                Double.parseDouble(high));
    }
}
