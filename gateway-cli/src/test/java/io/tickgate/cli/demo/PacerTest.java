package io.tickgate.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

class PacerTest {
    private static final long START = Long.parseLong("9223372036854775800"); // nanoTime may overflow on the way
    private static final long MILLIS = 1_000_000;

    @Test
    void theFirstIsDueAtOnceAndTheOthersOnTheirAbsoluteTimes() {
        Pacer pacer = new Pacer(20, START);

        assertThat(pacer.untilDueNanos(START)).isZero();
        assertThat(pacer.take(START + MILLIS)).isZero();
        assertThat(pacer.untilDueNanos(START + 10 * MILLIS)).isEqualTo(40 * MILLIS);
        assertThat(pacer.take(START + 50 * MILLIS)).isOne();
        assertThat(pacer.untilDueNanos(START + 50 * MILLIS)).isEqualTo(50 * MILLIS);
    }

    @Test
    void whoIsLateCatchesUpWithoutLeavingAnythingOut() {
        Pacer pacer = new Pacer(20, START);
        pacer.take(START);

        List<Long> taken = takeAllDue(pacer, START + 960 * MILLIS);

        assertThat(taken).containsExactlyElementsOf(range(1, 19));
        assertThat(pacer.untilDueNanos(START + 960 * MILLIS)).isEqualTo(40 * MILLIS);
    }

    @Test
    void whoIsVeryLateGoesOnWithWhatIsDueNow() {
        Pacer pacer = new Pacer(20, START);
        pacer.take(START);
        long aDay = START + 86_400_000 * MILLIS;

        List<Long> taken = takeAllDue(pacer, aDay);

        assertThat(taken).containsExactly(20L * 86_400);
        assertThat(pacer.untilDueNanos(aDay)).isEqualTo(50 * MILLIS);
    }

    @Test
    void aSlowRateIsNotTakenForBeingLate() {
        Pacer pacer = new Pacer(0.1, START);
        pacer.take(START);

        assertThat(pacer.untilDueNanos(START + 9_000 * MILLIS)).isEqualTo(1_000 * MILLIS);
        assertThat(pacer.take(START + 12_000 * MILLIS)).isOne();
        assertThat(pacer.untilDueNanos(START + 12_000 * MILLIS)).isEqualTo(8_000 * MILLIS);
    }

    @Property(tries = 200)
    void noRateDriftsWithinAYear(@ForAll @DoubleRange(min = 0.1, max = 10_000) double perSecond) {
        Pacer pacer = new Pacer(perSecond, START);
        long year = 365L * 86_400 * 1_000 * MILLIS;

        long number = pacer.take(START + year);

        assertThat((double) number).isBetween(year / 1e9 * perSecond - 1.001, year / 1e9 * perSecond + 0.001);
        assertThat(pacer.untilDueNanos(START + year)).isBetween(-MILLIS, (long) (1e9 / perSecond) + MILLIS);
    }

    private static List<Long> takeAllDue(Pacer pacer, long now) {
        List<Long> taken = new ArrayList<>();
        while (pacer.untilDueNanos(now) <= 0) {
            taken.add(pacer.take(now));
        }
        return taken;
    }

    private static List<Long> range(long first, long last) {
        List<Long> numbers = new ArrayList<>();
        for (long n = first; n <= last; n++) {
            numbers.add(n);
        }
        return numbers;
    }
}
