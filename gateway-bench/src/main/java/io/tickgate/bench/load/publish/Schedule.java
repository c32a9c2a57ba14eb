package io.tickgate.bench.load.publish;

import io.tickgate.bench.load.scenario.Phase;
import java.util.List;

/**
 * When each publication is due, whatever became of the others: publications of a phase stand at equal distances from its
 * beginning on. Times are nanoseconds since the first phase began.
 */
public final class Schedule {
    private static final long SECOND_NANOS = 1_000_000_000L;

    private final long[] rates;
    /** Where each phase begins, and where the last one ends. */
    private final long[] startNanos;
    /** The first publication of each phase, and one more than the last of all. */
    private final long[] firstNumber;

    /** @param phases at least one, each with a rate */
    public Schedule(List<Phase> phases) {
        int count = phases.size();
        rates = new long[count];
        startNanos = new long[count + 1];
        firstNumber = new long[count + 1];
        for (int i = 0; i < count; i++) {
            rates[i] = phases.get(i).rate();
            startNanos[i + 1] = startNanos[i] + phases.get(i).duration().toNanos();
            firstNumber[i + 1] = firstNumber[i] + countBefore(i, startNanos[i + 1]);
        }
    }

    /** Publications of phase {@code i} that are due before {@code nanos}: the {@code k}th is due {@code k / rate} s after its begin. */
    private long countBefore(int i, long nanos) {
        long elapsed = nanos - startNanos[i];
        long whole = elapsed / SECOND_NANOS * rates[i];
        long rest = elapsed % SECOND_NANOS * rates[i];
        return whole + (rest + SECOND_NANOS - 1) / SECOND_NANOS;
    }

    /** How many publications are due up to and with {@code nanos}. */
    public long dueBy(long nanos) {
        if (nanos < 0) {
            return 0;
        }
        int phase = phaseAt(nanos);
        return phase == rates.length
                ? firstNumber[phase]
                : Math.min(firstNumber[phase + 1], firstNumber[phase] + countBefore(phase, nanos + 1));
    }

    /** When a publication is due. */
    public long dueNanos(long number) {
        int phase = phaseOf(number);
        long k = number - firstNumber[phase];
        long rate = rates[phase];
        return startNanos[phase] + k / rate * SECOND_NANOS + k % rate * SECOND_NANOS / rate;
    }

    /** All publications. */
    public long count() {
        return firstNumber[rates.length];
    }

    /** When the last phase ends. */
    public long endNanos() {
        return startNanos[rates.length];
    }

    /** The first publication of a phase; of the number of phases, what {@link #count} says. */
    public long firstNumber(int phase) {
        return firstNumber[phase];
    }

    /** The phase at a time; the number of phases when all are over. */
    public int phaseAt(long nanos) {
        int phase = 0;
        while (phase < rates.length && nanos >= startNanos[phase + 1]) {
            phase++;
        }
        return phase;
    }

    private int phaseOf(long number) {
        int phase = 0;
        while (phase < rates.length - 1 && number >= firstNumber[phase + 1]) {
            phase++;
        }
        return phase;
    }
}
