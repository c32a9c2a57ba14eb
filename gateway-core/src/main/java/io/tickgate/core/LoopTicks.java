package io.tickgate.core;

import io.netty.util.concurrent.Future;
import io.tickgate.core.broadcast.BroadcastEngine;
import io.tickgate.core.broadcast.Shard;
import io.tickgate.core.feed.Feeds;
import io.tickgate.core.time.Clock;
import io.tickgate.core.transport.LoopContext;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What every loop does ten times a second: it shows the clock to all that goes by it. */
final class LoopTicks implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LoopTicks.class);

    /** How often each loop looks at heartbeats, stalls and idle topics: time-outs are kept to within this. */
    private static final long TICK_MILLIS = 100;

    /** Ticks are late under load; what is later than that was a stop of the process or of the machine. */
    private static final long STANDSTILL_NANOS = 1_000_000_000L;

    private final Clock clock;
    private final BroadcastEngine engine;
    private final Feeds feeds;
    private final List<Future<?>> tickers = new ArrayList<>();

    LoopTicks(Clock clock, BroadcastEngine engine, Feeds feeds) {
        this.clock = clock;
        this.engine = engine;
        this.feeds = feeds;
    }

    /** @param contexts what the connections of a shard share, as of each tick */
    void start(Function<Shard, LoopContext> contexts) {
        for (Shard shard : engine.shards()) {
            ShardTick tick = new ShardTick(shard, contexts);
            // Not at a fixed rate: behind a stop of a minute nobody needs six hundred ticks at once.
            tickers.add(shard.loop().scheduleWithFixedDelay(tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS));
        }
    }

    /** <b>Owner:</b> the shard. */
    private final class ShardTick implements Runnable {
        private final Shard shard;
        private final Function<Shard, LoopContext> contexts;
        private long lastNanos = clock.nanoTime();

        ShardTick(Shard shard, Function<Shard, LoopContext> contexts) {
            this.shard = shard;
            this.contexts = contexts;
        }

        @Override
        public void run() {
            long nowNanos = clock.nanoTime();
            long lostNanos = nowNanos - lastNanos;
            lastNanos = nowNanos;
            tick(shard, contexts.apply(shard), nowNanos, lostNanos);
        }
    }

    private void tick(Shard shard, LoopContext context, long nowNanos, long lostNanos) {
        try {
            if (lostNanos > STANDSTILL_NANOS) {
                LOG.warn("event loop {} did not run for {} ms", shard.index(), lostNanos / 1_000_000);
                context.sessions().onStandstill(lostNanos, nowNanos);
            }
            context.sessions().tick(nowNanos);
            context.services().slowReaders().tick();
            feeds.tick(shard, nowNanos);
            engine.tick(shard);
            if (shard.index() == 0) {
                engine.collectIdleTopics(nowNanos);
            }
        } catch (RuntimeException e) {
            // A scheduled task that throws is never run again, and heartbeats would end without a word.
            LOG.error("a tick failed", e);
        }
    }

    /** Ends it all; a tick that has begun may still go on. */
    @Override
    public void close() {
        tickers.forEach(ticker -> ticker.cancel(false));
    }
}
