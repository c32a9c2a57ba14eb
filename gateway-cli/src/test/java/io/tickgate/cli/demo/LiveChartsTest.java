package io.tickgate.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickgate.cli.demo.DemoOutput.ChartBar;
import io.tickgate.cli.demo.RecordedOutput.Charted;
import io.tickgate.core.producer.UpdateType;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LiveChartsTest {
    private static final long QUOTE_NANOS = 250_000_000;
    private static final int FIRST = LiveMarket.HISTORY_BARS;

    private final RecordedOutput out = new RecordedOutput();
    private Market market;
    private LiveCharts charts;
    private long nowNanos;

    @BeforeEach
    void open() throws Exception {
        market = new Market(BarFile.read(BarFiles.SHIPPED), Map.of("GOOG", "0700.HK"));
        charts = new LiveCharts(market, new KdjLines());
    }

    @Test
    void everySymbolHasAPastAtOnceAndSoHasTheGuides() throws Exception {
        follow(FIRST, 0);

        assertThat(out.charts.subList(0, 6))
                .extracting(Charted::symbol)
                .containsExactly("AAPL", "FB", "GOOG", "0700.HK", "IBM", "MSFT");
        assertThat(out.charts.subList(0, 6)).allSatisfy(chart -> {
            assertThat(chart.type()).isEqualTo(UpdateType.BATCH);
            assertThat(chart.bars()).hasSize(FIRST);
        });
    }

    @Test
    void aNewDayIsAddedAndUpdatedUntilItIsTheBarOfTheFile() throws Exception {
        BarSeries bars = market.series().get(0);

        for (int step = 0; step < Market.QUOTES_PER_BAR; step++) {
            follow(FIRST, step);
        }
        follow(FIRST + 1, 0);

        List<Charted> live = live();
        assertThat(live)
                .extracting(Charted::type)
                .containsExactly(
                        UpdateType.ADD, UpdateType.UPDATE, UpdateType.UPDATE, UpdateType.UPDATE, UpdateType.ADD);
        assertThat(live).allSatisfy(chart -> assertThat(chart.bars()).hasSize(1));
        assertThat(live.get(3).bars().get(0))
                .isEqualTo(new ChartBar(
                        bars.epochDay(FIRST) * 86_400L,
                        bars.open(FIRST),
                        bars.high(FIRST),
                        bars.low(FIRST),
                        bars.close(FIRST),
                        bars.volume(FIRST),
                        Objects.requireNonNull(Kdj.of(Candles.adjusted(bars)).at(FIRST))));
    }

    @Test
    void aFastMarketComesInBatchesThatMissNoDay() throws Exception {
        follow(FIRST, 0);
        nowNanos -= QUOTE_NANOS - 1_000_000;
        follow(FIRST + 1, 2);
        follow(FIRST + 3, 1);

        List<Charted> live = live();
        assertThat(live).extracting(Charted::type).containsExactly(UpdateType.ADD, UpdateType.BATCH);
        assertThat(days(live.get(1))).containsExactly(day(FIRST), day(FIRST + 1), day(FIRST + 2), day(FIRST + 3));
    }

    @Test
    void whatIsTooMuchForOnePublicationLeavesOutItsOldestDays() throws Exception {
        follow(FIRST, 0);
        follow(FIRST + 1_000, 1);

        List<ChartBar> bars = live().get(1).bars();
        assertThat(bars).hasSize(ChartBar.BARS_MAX);
        assertThat(bars.get(bars.size() - 1).epochSeconds()).isEqualTo(day(FIRST + 1_000));
    }

    @Test
    void timeGoesOnWhenASeriesBeginsAgain() throws Exception {
        int count = market.series().get(0).count();
        follow(FIRST, 0);
        follow(count - 1, 3);
        follow(count, 0);

        ChartBar last = live().get(1).bars().get(ChartBar.BARS_MAX - 1);
        ChartBar next = live().get(2).bars().get(0);
        assertThat(last.epochSeconds()).isEqualTo(day(count - 1));
        assertThat(next.epochSeconds()).isGreaterThan(last.epochSeconds());
        assertThat(LocalDate.ofEpochDay(next.epochSeconds() / 86_400).getDayOfWeek())
                .isEqualTo(
                        LocalDate.ofEpochDay(market.series().get(0).epochDay(0)).getDayOfWeek());
        assertThat(next.kdj()).isNull();
        assertThat(Market.quote(new Market.Moment(0, market.series().get(0), count, 0), "AAPL"))
                .contains("\"session\":\"" + LocalDate.ofEpochDay(next.epochSeconds() / 86_400) + '"');
    }

    private void follow(long session, int step) throws InterruptedException {
        nowNanos += QUOTE_NANOS;
        charts.follow(new Market.Moment(0, market.series().get(0), session, step), nowNanos, out);
    }

    private List<Charted> live() {
        return out.charts.subList(6, out.charts.size());
    }

    private long day(int bar) {
        return market.series().get(0).epochDay(bar) * 86_400L;
    }

    private static List<Long> days(Charted chart) {
        return chart.bars().stream().map(ChartBar::epochSeconds).toList();
    }
}
