package io.tickgate.core.broadcast;

import io.netty.util.concurrent.EventExecutor;
import io.tickgate.core.metrics.Counter;
import io.tickgate.core.metrics.ShardCounters;
import io.tickgate.core.time.Clock;
import org.jspecify.annotations.Nullable;

/**
 * What all conflation on one shard shares: the tickers, and the account of the newest publications that wait for them.
 *
 * <p>Subscribers of one rate are spread over {@link #PHASES}, so that a tick of thousands does not hold the loop up: each
 * phase sends to a part of them. A subscriber keeps its phase, so all its topics of a rate still leave in one send.
 *
 * <p><b>Owner:</b> the shard. <b>Bound:</b> its share of {@code outbound.conflation-bytes-total}; above it publications are
 * sent at once, as if nobody had named a frequency.
 */
final class Tickers {
    static final int PHASES = 8;

    private final EventExecutor loop;
    private final Clock clock;
    private final ShardCounters counters;
    private final CountedFrames counted;
    private final long bytesMax;
    private final @Nullable Ticker[] tickers = new Ticker[RateClass.COUNT * PHASES];
    private int subscribers;
    private long bytes;
    private long arrivals;

    /** @param bytesMax this shard's share of {@code outbound.conflation-bytes-total} */
    Tickers(EventExecutor loop, Clock clock, ShardCounters counters, CountedFrames counted, long bytesMax) {
        this.loop = loop;
        this.clock = clock;
        this.counters = counters;
        this.counted = counted;
        this.bytesMax = bytesMax;
    }

    Ticker ticker(RateClass rate, int phase) {
        int index = rate.ordinal() * PHASES + phase;
        Ticker ticker = tickers[index];
        if (ticker == null) {
            ticker = new Ticker(loop, clock, rate, phase);
            tickers[index] = ticker;
        }
        return ticker;
    }

    CountedFrames counted() {
        return counted;
    }

    /** The phase of one subscriber more. */
    int nextPhase() {
        return subscribers++ & (PHASES - 1);
    }

    /** One publication more has arrived on this shard. */
    void onArrival() {
        arrivals++;
    }

    /** How many have arrived so far: what tells older ones from newer ones, whatever their topics. */
    long arrivals() {
        return arrivals;
    }

    long nanoTime() {
        return clock.nanoTime();
    }

    /** Whether more may wait. */
    boolean hasRoom() {
        return bytes < bytesMax;
    }

    /** {@code change} bytes more wait, or less. */
    void add(int change) {
        bytes += change;
        counters.set(Counter.CONFLATION_BYTES, bytes);
    }

    /** A publication was replaced by a newer one before that many subscribers got it. */
    void onReplaced(int subscriberCount) {
        counters.add(Counter.CONFLATED_AS_ASKED, subscriberCount);
    }
}
