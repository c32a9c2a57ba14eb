package io.tickgate.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickgate.protocol.message.Priority;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class KdjSignalsTest {
    private static final long SECOND = 1_000_000_000L;

    private final RecordedOutput out = new RecordedOutput();
    private final KdjLines lines = new KdjLines();
    private KdjSignals signals;
    private BarSeries bars;

    @BeforeEach
    void open() throws Exception {
        signals = new KdjSignals(lines);
        bars = BarFile.read(BarFiles.SHIPPED).get(0);
    }

    @Test
    void aCrossAtACloseIsToldWithItsFigures() throws Exception {
        int bar = crosses().get(0);

        close(bar, 0);

        Kdj.Value value = Objects.requireNonNull(lines.of(bars).at(bar));
        String figures = new JsonObject()
                .figure("K", value.k())
                .figure("D", value.d())
                .figure("J", value.j())
                .toString();
        assertThat(out.notices).singleElement().satisfies(notice -> {
            assertThat(notice.type()).isEqualTo("info");
            assertThat(notice.priority()).isEqualTo(Priority.LOW);
            assertThat(notice.title()).startsWith("KDJ ").endsWith(": AAPL");
            assertThat(notice.metadata().toString())
                    .startsWith("{\"symbol\":\"AAPL\",\"signal\":\"")
                    .endsWith(figures.substring(1));
        });
    }

    @Test
    void aBarThatStillFormsIsNoSignal() throws Exception {
        int bar = crosses().get(0);

        for (int step = 0; step < 3; step++) {
            signals.follow(new Market.Moment(0, bars, bar, step), 0, out);
        }

        assertThat(out.notices).isEmpty();
    }

    @Test
    void thereIsOneAMinuteAtMost() throws Exception {
        List<Integer> crosses = crosses();

        close(crosses.get(0), 0);
        close(crosses.get(1), 59 * SECOND);
        close(crosses.get(2), 60 * SECOND);

        assertThat(out.notices).hasSize(2);
    }

    @Test
    void crossesInTheMiddleAreNotTold() throws Exception {
        Kdj kdj = Kdj.of(Candles.adjusted(bars));
        for (int bar = 0; bar < bars.count(); bar++) {
            Kdj.Value value = kdj.at(bar);
            if (value != null && value.k() >= 30 && value.k() <= 70) {
                close(bar, bar * 100L * SECOND);
            }
        }

        assertThat(out.notices).isEmpty();
    }

    /** Bars whose close is a signal, as a fresh teller tells them. */
    private List<Integer> crosses() throws InterruptedException {
        List<Integer> found = new ArrayList<>();
        for (int bar = 0; bar < bars.count(); bar++) {
            RecordedOutput heard = new RecordedOutput();
            new KdjSignals(lines).follow(new Market.Moment(0, bars, bar, 3), 0, heard);
            if (!heard.notices.isEmpty()) {
                found.add(bar);
            }
        }
        return found;
    }

    private void close(int bar, long nowNanos) throws InterruptedException {
        signals.follow(new Market.Moment(0, bars, bar, 3), nowNanos, out);
    }
}
