package io.tickgate.core.metrics;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How long publications take on their way through one loop, by family and stage. Times are taken once for each publication
 * and once for each turn, never for a subscriber.
 *
 * <p><b>Owner:</b> the loop. <b>Bound:</b> twelve histograms of at most 10 kB for each family that publishes here, fifteen
 * counters for each that exists, and what one turn brings, up to {@value #TURN_MAX} publications: further ones of the same turn are not measured.
 */
public final class PublicationTimes {
    static final int TURN_MAX = 4096;
    private static final int TURN_START = 64;
    private static final Stage[] STAGES = Stage.values();

    private final List<String> families;
    private final ShardCounters counters;
    private final SlowPublications slow;
    private final @Nullable RecentHistogram[] histograms;
    private final DurationBuckets totals;

    private int[] turnFamilies = new int[TURN_START];
    /** For each of them when it came, was numbered and encoded. */
    private long[] turnNanos = new long[TURN_START * 3];

    private int turnCount;

    /** @param families names by index */
    public PublicationTimes(List<String> families, ShardCounters counters, SlowPublications slow) {
        this.families = List.copyOf(families);
        this.counters = counters;
        this.slow = slow;
        this.histograms = new RecentHistogram[families.size() * STAGES.length];
        this.totals = new DurationBuckets(families.size());
    }

    /** Each {@link Stage#TOTAL} since the start. Any thread. */
    public DurationBuckets totals() {
        return totals;
    }

    /** A publication has its number and its frames. On its home. */
    public void onEncoded(int family, long ingestNanos, long sequencedNanos, long encodedNanos) {
        record(family, Stage.SEQUENCED, sequencedNanos - ingestNanos, encodedNanos);
        record(family, Stage.ENCODED, encodedNanos - sequencedNanos, encodedNanos);
    }

    /** A publication is about to be sent to subscribers of this loop; {@link #onTurnEnd} is when it was. */
    public void onTurn(int family, long ingestNanos, long sequencedNanos, long encodedNanos) {
        if (turnCount == turnFamilies.length) {
            if (turnCount == TURN_MAX) {
                return;
            }
            turnFamilies = Arrays.copyOf(turnFamilies, turnCount * 2);
            turnNanos = Arrays.copyOf(turnNanos, turnCount * 6);
        }
        turnFamilies[turnCount] = family;
        turnNanos[turnCount * 3] = ingestNanos;
        turnNanos[turnCount * 3 + 1] = sequencedNanos;
        turnNanos[turnCount * 3 + 2] = encodedNanos;
        turnCount++;
    }

    /** Nothing of what came by {@link #onTurn} is for anybody here. */
    public void dropTurn() {
        turnCount = 0;
    }

    /** Everything that the turn brought was handed to the sockets. */
    public void onTurnEnd(long nowNanos) {
        for (int i = 0; i < turnCount; i++) {
            int family = turnFamilies[i];
            long ingest = turnNanos[i * 3];
            long encoded = turnNanos[i * 3 + 2];
            record(family, Stage.WRITTEN, nowNanos - encoded, nowNanos);
            record(family, Stage.TOTAL, nowNanos - ingest, nowNanos);
            totals.record(family, nowNanos - ingest);
            if (slow.isSlow(nowNanos - ingest)) {
                counters.increment(Counter.SLOW_PUBLICATIONS);
                long sequenced = turnNanos[i * 3 + 1];
                slow.tell(families.get(family), sequenced - ingest, encoded - sequenced, nowNanos - encoded, nowNanos);
            }
        }
        turnCount = 0;
    }

    private void record(int family, Stage stage, long nanos, long nowNanos) {
        int index = family * STAGES.length + stage.ordinal();
        RecentHistogram histogram = histograms[index];
        if (histogram == null) {
            histogram = new RecentHistogram();
            histograms[index] = histogram;
        }
        histogram.record(nanos / 1_000, nowNanos);
    }

    /** Adds what this loop measured in the last minute. */
    public void addTo(StageTotals totals, long nowNanos) {
        for (int i = 0; i < histograms.length; i++) {
            RecentHistogram histogram = histograms[i];
            if (histogram != null) {
                histogram.addTo(totals.of(families.get(i / STAGES.length), STAGES[i % STAGES.length]), nowNanos);
            }
        }
    }
}
