package io.tickgate.core;

import io.netty.util.concurrent.Future;
import io.tickgate.core.broadcast.BroadcastEngine;
import io.tickgate.core.broadcast.Shard;
import io.tickgate.core.feed.notice.NotificationCenter;
import io.tickgate.core.feed.progress.ProgressFeed;
import io.tickgate.core.feed.status.SystemStatusFeed;
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

    private final Clock clock;
    private final BroadcastEngine engine;
    private final ProgressFeed progress;
    private final NotificationCenter notifications;
    private final SystemStatusFeed systemStatus;
    private final List<Future<?>> tickers = new ArrayList<>();

    LoopTicks(
            Clock clock,
            BroadcastEngine engine,
            ProgressFeed progress,
            NotificationCenter notifications,
            SystemStatusFeed systemStatus) {
        this.clock = clock;
        this.engine = engine;
        this.progress = progress;
        this.notifications = notifications;
        this.systemStatus = systemStatus;
    }

    /** @param contexts what the connections of a shard share, as of each tick */
    void start(Function<Shard, LoopContext> contexts) {
        for (Shard shard : engine.shards()) {
            tickers.add(shard.loop()
                    .scheduleAtFixedRate(
                            () -> tick(shard, contexts.apply(shard)), TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS));
        }
    }

    private void tick(Shard shard, LoopContext context) {
        try {
            long nowNanos = clock.nanoTime();
            context.sessions().tick(nowNanos);
            context.services().slowReaders().tick();
            progress.tick(shard, nowNanos);
            notifications.tick(shard, nowNanos);
            systemStatus.tick(shard, nowNanos);
            engine.tickBackbone(shard);
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
