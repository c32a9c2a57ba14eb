package io.tickgate.bench.load.run;

import io.tickgate.bench.load.result.Latency;
import io.tickgate.bench.load.result.PhaseResult;
import io.tickgate.bench.load.result.Traffic;
import io.tickgate.bench.load.scenario.Phase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * Deliveries and publications by the phase and by the second they belong to.
 *
 * <p><b>Owner:</b> the loop. Allocates nothing per delivery.
 */
final class Recorder {
    private static final long MICROS_MAX = 3_600_000_000L;
    private static final int DIGITS = 3;

    private final Timeline timeline;
    private final Histogram[] latency;
    private final long[] published;
    private final long[] delivered;
    private final Histogram second = histogram();
    private final Histogram lateness = histogram();
    private final Histogram connecting = histogram();
    private long secondPublished;
    private long secondDelivered;
    private long secondBytes;
    private boolean begun;
    private boolean measuring;
    private long measuredPublished;
    private long measuredDelivered;
    private long measuredBytes;
    private long measuredReads;
    private long deliveredBytes;

    Recorder(Timeline timeline) {
        this.timeline = timeline;
        int phases = timeline.phases().size();
        latency = new Histogram[phases];
        for (int i = 0; i < phases; i++) {
            latency[i] = histogram();
        }
        published = new long[phases];
        delivered = new long[phases];
    }

    private static Histogram histogram() {
        return new Histogram(MICROS_MAX, DIGITS);
    }

    /** What leaves and arrives from now on is traffic. */
    void startMeasuring() {
        begun = true;
        measuring = true;
    }

    /** What leaves and arrives from now on is no traffic any more; by the time it was due it counts as before. */
    void stopMeasuring() {
        measuring = false;
    }

    /** @param now both since the first phase began */
    void onDelivery(long dueNanos, long now) {
        int phase = timeline.phaseAt(dueNanos);
        long micros = Math.min(MICROS_MAX, Math.max(0, now - dueNanos) / 1_000);
        latency[phase].recordValue(micros);
        delivered[phase]++;
        second.recordValue(micros);
        secondDelivered++;
        if (measuring) {
            measuredDelivered++;
        }
    }

    void onBytes(int count) {
        secondBytes += count;
        if (begun) {
            deliveredBytes += count;
        }
        if (measuring) {
            measuredBytes += count;
        }
    }

    /** A subscriber's socket brought something. */
    void onRead() {
        if (measuring) {
            measuredReads++;
        }
    }

    void onPublication(long dueNanos, long now) {
        published[timeline.phaseAt(dueNanos)]++;
        secondPublished++;
        if (measuring) {
            measuredPublished++;
        }
        lateness.recordValue(Math.min(MICROS_MAX, Math.max(0, now - dueNanos) / 1_000));
    }

    void onConnected(long nanos) {
        connecting.recordValue(Math.min(MICROS_MAX, nanos / 1_000));
    }

    /** Of the last second, until {@link #nextSecond}. */
    Histogram second() {
        return second;
    }

    long secondPublished() {
        return secondPublished;
    }

    long secondDelivered() {
        return secondDelivered;
    }

    long secondBytes() {
        return secondBytes;
    }

    void nextSecond() {
        second.reset();
        secondPublished = 0;
        secondDelivered = 0;
        secondBytes = 0;
    }

    /** Since measuring began, the drain's included. */
    long deliveredBytes() {
        return deliveredBytes;
    }

    Traffic traffic() {
        return new Traffic(measuredPublished, measuredDelivered, measuredBytes);
    }

    /** Deliveries that one read of a subscriber brought, on average over the measured time. */
    double deliveriesPerRead() {
        return measuredDelivered / (double) Math.max(1, measuredReads);
    }

    long latenessP99Micros() {
        return lateness.getValueAtPercentile(99);
    }

    long connectP99Micros() {
        return connecting.getValueAtPercentile(99);
    }

    /** Publications that were due in a phase and have left. */
    long publishedOf(int phase) {
        return published[phase];
    }

    Latency latencyOf(int phase) {
        return Latency.of(latency[phase]);
    }

    Latency measuredLatency() {
        Histogram sum = histogram();
        for (int i = 0; i < latency.length; i++) {
            if (!timeline.phases().get(i).isWarmUp()) {
                sum.add(latency[i]);
            }
        }
        return Latency.of(sum);
    }

    long measured(boolean ofPublished) {
        long sum = 0;
        for (int i = 0; i < latency.length; i++) {
            if (!timeline.phases().get(i).isWarmUp()) {
                sum += ofPublished ? published[i] : delivered[i];
            }
        }
        return sum;
    }

    /** @param endedNanos when publishing ended: phases that had not begun by then are left out */
    List<PhaseResult> phases(long endedNanos) {
        List<PhaseResult> results = new ArrayList<>();
        for (int i = 0; i < latency.length; i++) {
            long start = timeline.startNanos(i);
            Phase phase = timeline.phases().get(i);
            if (i == 0 || start < endedNanos) {
                long nanos = Math.max(0, Math.min(phase.duration().toNanos(), endedNanos - start));
                results.add(new PhaseResult(
                        phase.name(),
                        phase.rate(),
                        Duration.ofNanos(nanos),
                        phase.isWarmUp(),
                        published[i],
                        delivered[i],
                        latencyOf(i)));
            }
        }
        return results;
    }
}
