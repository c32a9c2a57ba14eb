package io.tickgate.core.broadcast;

import io.netty.buffer.ByteBufAllocator;
import io.netty.util.concurrent.EventExecutor;
import io.tickgate.core.metrics.PublicationTimes;
import io.tickgate.core.metrics.ShardCounters;
import io.tickgate.core.metrics.SlowPublications;
import io.tickgate.core.time.Clock;
import java.util.List;

/** Makes a shard as the engine does, for tests of what happens on one. */
final class LoneShard {
    private LoneShard() {}

    /**
     * @param turnBytes joined in one turn
     * @param conflationBytes that may wait for ticks
     */
    static Shard of(
            EventExecutor loop,
            Clock clock,
            ShardCounters counters,
            ByteBufAllocator allocator,
            int turnBytes,
            long conflationBytes) {
        return of(loop, clock, counters, allocator, turnBytes, conflationBytes, 0);
    }

    /** The same with {@code outbound.join-wait}. */
    static Shard of(
            EventExecutor loop,
            Clock clock,
            ShardCounters counters,
            ByteBufAllocator allocator,
            int turnBytes,
            long conflationBytes,
            long joinWaitNanos) {
        TurnBatchPool pool = new TurnBatchPool(allocator);
        TurnSender sender = new TurnSender(pool, counters, BulkSender.ONE_BY_ONE, allocator, turnBytes);
        return new Shard(
                0,
                loop,
                counters,
                new Turn(
                        loop,
                        clock,
                        counters,
                        pool,
                        sender,
                        turnBytes,
                        new JoinWait(joinWaitNanos),
                        new PublicationTimes(List.of("f"), counters, new SlowPublications(Long.MAX_VALUE, 0))),
                new Tickers(loop, clock, counters, new CountedFrames(allocator), conflationBytes));
    }
}
