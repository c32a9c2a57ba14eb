package io.tickgate.core.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.HdrHistogram.IntCountsHistogram;
import org.junit.jupiter.api.Test;

class RecentHistogramTest {
    private final RecentHistogram histogram = new RecentHistogram();

    private IntCountsHistogram at(long seconds) {
        IntCountsHistogram sum = RecentHistogram.empty();
        histogram.addTo(sum, TimeUnit.SECONDS.toNanos(seconds));
        return sum;
    }

    private void record(long value, long seconds) {
        histogram.record(value, TimeUnit.SECONDS.toNanos(seconds));
    }

    @Test
    void itLooksBackAMinuteAndForgetsWhatIsOlderAlsoWhereNothingComes() {
        record(7, 100);

        assertThat(at(100).getTotalCount()).isEqualTo(1);
        assertThat(at(159).getTotalCount()).isEqualTo(1);
        assertThat(at(160).getTotalCount()).isZero();
    }

    @Test
    void whatIsNewTakesThePlaceOfTheOldestThird() {
        for (int second = 0; second < 200; second++) {
            record(second, second);
        }

        IntCountsHistogram sum = at(199);

        assertThat(sum.getTotalCount()).isEqualTo(60);
        assertThat(sum.getMinValue()).isEqualTo(140);
        assertThat(sum.getMaxValue()).isEqualTo(199);
    }

    @Test
    void aClockThatBeginsBelowZeroIsAsGood() {
        record(7, -70);
        record(8, -15);

        assertThat(at(-11).getTotalCount()).isEqualTo(1);
    }

    @Test
    void aMinuteIsTheMost() {
        record(Long.MAX_VALUE, 0);
        record(-5, 0);

        assertThat(at(0).getMinValue()).isZero();
        assertThat(at(0).getMaxValue()).isBetween(60_000_000L, 60_600_000L);
        assertThat(at(0).getEstimatedFootprintInBytes()).isLessThan(12_000);
    }
}
