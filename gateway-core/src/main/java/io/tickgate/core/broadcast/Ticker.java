package io.tickgate.core.broadcast;

import io.netty.util.concurrent.EventExecutor;
import io.tickgate.core.time.Clock;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * The ticks of one {@link RateClass} in one of its phases: at each, every {@link Conflation} of theirs sends the newest of
 * what came since. It runs only while one of them has something to wait for.
 *
 * <p><b>Owner:</b> the shard.
 */
final class Ticker {
    private final EventExecutor loop;
    private final Clock clock;
    private final long periodNanos;
    private final long startNanos;
    private final Set<Conflation> waiting = new LinkedHashSet<>();
    private boolean scheduled;

    /** @param phase of {@link Tickers#PHASES}, which lie evenly within the period */
    Ticker(EventExecutor loop, Clock clock, RateClass rate, int phase) {
        this.loop = loop;
        this.clock = clock;
        this.periodNanos = rate.periodNanos();
        this.startNanos = periodNanos * phase / Tickers.PHASES;
    }

    long periodNanos() {
        return periodNanos;
    }

    /** {@code conflation} waits for ticks, from the next one on. */
    void await(Conflation conflation) {
        waiting.add(conflation);
        schedule();
    }

    void forget(Conflation conflation) {
        waiting.remove(conflation);
    }

    private void schedule() {
        if (!scheduled) {
            scheduled = true;
            long delay = periodNanos - Math.floorMod(clock.nanoTime() - startNanos, periodNanos);
            loop.schedule(this::tick, delay, TimeUnit.NANOSECONDS);
        }
    }

    private void tick() {
        assert loop.inEventLoop();
        scheduled = false;
        long now = clock.nanoTime();
        try {
            waiting.removeIf(conflation -> !conflation.tick(now));
        } finally {
            if (!waiting.isEmpty()) {
                schedule();
            }
        }
    }
}
