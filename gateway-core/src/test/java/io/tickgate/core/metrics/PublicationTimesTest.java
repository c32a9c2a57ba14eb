package io.tickgate.core.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PublicationTimesTest {
    private final ShardCounters counters = new ShardCounters(2);
    private final SlowPublications slow = new SlowPublications(millis(50), 0);
    private final PublicationTimes times = new PublicationTimes(List.of("f", "g"), counters, slow);

    private static long millis(long count) {
        return TimeUnit.MILLISECONDS.toNanos(count);
    }

    private List<StageSummary> summaries(long nowNanos) {
        StageTotals totals = new StageTotals();
        times.addTo(totals, nowNanos);
        return totals.summaries();
    }

    private static StageSummary one(Stage stage, long micros) {
        return new StageSummary("g", stage, 1, micros, micros, micros, micros);
    }

    @Test
    void eachStageIsTheTimeSinceTheOneBefore() {
        times.onEncoded(1, 1_000, 8_000, 19_000);
        times.onTurn(1, 1_000, 8_000, 19_000);
        times.onTurnEnd(32_000);

        assertThat(summaries(millis(1)))
                .containsExactly(
                        one(Stage.SEQUENCED, 7), one(Stage.ENCODED, 11), one(Stage.WRITTEN, 13), one(Stage.TOTAL, 31));
    }

    @Test
    void whatOneTurnBringsIsWrittenTogetherAndNothingOfItInTheNext() {
        times.onTurn(0, 0, 0, 0);
        times.onTurn(1, 4_000, 4_000, 4_000);
        times.onTurnEnd(10_000);
        times.onTurnEnd(90_000);
        times.onTurn(1, 0, 0, 0);
        times.dropTurn();
        times.onTurnEnd(99_000);

        assertThat(summaries(millis(1)))
                .extracting(StageSummary::family, StageSummary::stage, StageSummary::count, StageSummary::max)
                .containsExactly(
                        tuple("f", Stage.WRITTEN, 1L, 10L),
                        tuple("f", Stage.TOTAL, 1L, 10L),
                        tuple("g", Stage.WRITTEN, 1L, 6L),
                        tuple("g", Stage.TOTAL, 1L, 6L));
    }

    @Test
    void aTurnOfMoreThanIsMeasuredIsMeasuredUpToThere() {
        for (int i = 0; i < PublicationTimes.TURN_MAX + 10; i++) {
            times.onTurn(0, 0, 0, 0);
        }
        times.onTurnEnd(1_000);

        assertThat(summaries(millis(1)).get(0).count()).isEqualTo(PublicationTimes.TURN_MAX);
    }

    @Test
    void onlyWhatTakesLongerThanTheThresholdIsSlow() {
        times.onTurn(0, 0, 0, 0);
        times.onTurnEnd(millis(50));
        assertThat(counters.get(Counter.SLOW_PUBLICATIONS)).isZero();

        times.onTurn(0, 0, 0, 0);
        times.onTurnEnd(millis(50) + 1);
        assertThat(counters.get(Counter.SLOW_PUBLICATIONS)).isEqualTo(1);
    }

    @Test
    void theLogIsToldOnceAMinute() {
        long minute = TimeUnit.MINUTES.toNanos(1);

        assertThat(slow.tell("f", 1, 2, 3, millis(60))).isTrue();
        assertThat(slow.tell("f", 1, 2, 3, millis(61))).isFalse();
        assertThat(slow.tell("f", 1, 2, 3, millis(59) + minute)).isFalse();
        assertThat(slow.tell("f", 1, 2, 3, millis(60) + minute)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"3, 1, 2, SEQUENCED", "1, 3, 2, ENCODED", "1, 2, 3, WRITTEN", "2, 2, 2, WRITTEN", "2, 2, 1, SEQUENCED"})
    void theSlowestStageIsNamed(long sequenced, long encoded, long written, Stage slowest) {
        assertThat(SlowPublications.slowest(sequenced, encoded, written)).isEqualTo(slowest);
    }
}
