package io.tickgate.bench.load.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickgate.bench.load.scenario.Phase;
import java.time.Duration;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ScheduleTest {
    private static final long SECOND = 1_000_000_000L;

    private static Phase phase(int rate, int seconds) {
        return new Phase("p", rate, Duration.ofSeconds(seconds), false);
    }

    @Test
    void publicationsStandAtEqualDistancesFromTheBeginningOn() {
        Schedule schedule = new Schedule(List.of(phase(4, 2)));

        assertThat(schedule.count()).isEqualTo(8);
        assertThat(schedule.dueNanos(0)).isZero();
        assertThat(schedule.dueNanos(3)).isEqualTo(3 * SECOND / 4);
        assertThat(schedule.dueBy(-1)).isZero();
        assertThat(schedule.dueBy(0)).isEqualTo(1);
        assertThat(schedule.dueBy(SECOND / 4 - 1)).isEqualTo(1);
        assertThat(schedule.dueBy(SECOND / 4)).isEqualTo(2);
        assertThat(schedule.dueBy(100 * SECOND)).isEqualTo(8);
    }

    @Test
    void aPhaseBeginsWhereTheOneBeforeEnds() {
        Schedule schedule = new Schedule(List.of(phase(10, 1), phase(1000, 2), phase(1, 3)));

        assertThat(schedule.count()).isEqualTo(10 + 2000 + 3);
        assertThat(schedule.firstNumber(1)).isEqualTo(10);
        assertThat(schedule.dueNanos(10)).isEqualTo(SECOND);
        assertThat(schedule.dueNanos(11)).isEqualTo(SECOND + SECOND / 1000);
        assertThat(schedule.dueNanos(2012)).isEqualTo(5 * SECOND);
        assertThat(schedule.endNanos()).isEqualTo(6 * SECOND);
        assertThat(schedule.phaseAt(SECOND - 1)).isZero();
        assertThat(schedule.phaseAt(SECOND)).isEqualTo(1);
        assertThat(schedule.phaseAt(6 * SECOND)).isEqualTo(3);
    }

    @Property(tries = 200)
    void aPublicationIsDueExactlyFromItsTimeOn(
            @ForAll @IntRange(min = 1, max = 5_000_000) int rate, @ForAll @IntRange(min = 0, max = 86_399) int number) {
        Schedule schedule = new Schedule(List.of(new Phase("p", rate, Duration.ofDays(1), false)));
        long due = schedule.dueNanos(number);

        assertThat(schedule.dueBy(due)).isEqualTo(number + 1L);
        assertThat(schedule.dueBy(due - 1)).isEqualTo(number);
    }
}
