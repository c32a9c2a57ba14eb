package io.tickgate.core.broadcast;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.util.concurrent.EventExecutor;
import io.tickgate.core.frame.Encoding;
import io.tickgate.core.frame.FrameKind;
import io.tickgate.core.metrics.PublicationTimes;
import io.tickgate.core.metrics.ShardCounters;
import io.tickgate.core.metrics.SlowPublications;
import io.tickgate.core.sim.ManualLoop;
import io.tickgate.core.sim.ManualLoops;
import io.tickgate.core.time.Clock;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Makes a shard as the engine does, for tests of what happens on one. */
final class LoneShard {
    private LoneShard() {}

    /**
     * @param turnBytes joined in one turn
     * @param conflationBytes that may wait for ticks
     * @param joinWaitNanos as {@code outbound.join-wait}; 0 for none
     */
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
                        new JoinWait(joinWaitNanos, clock.nanoTime()),
                        new PublicationTimes(List.of("f"), counters, new SlowPublications(Long.MAX_VALUE, 0))),
                new Tickers(loop, clock, counters, new CountedFrames(allocator), conflationBytes));
    }

    /** A frame of nothing but {@code text}, without a header. */
    static ByteBuf frame(ByteBufAllocator allocator, String text) {
        ByteBuf frame = allocator.directBuffer(text.length());
        frame.writeCharSequence(text, StandardCharsets.US_ASCII);
        return frame;
    }

    /**
     * Brings a publication for JSON subscribers to the shard, as its home does.
     *
     * @param frame given away
     */
    static void deliver(
            ManualLoops loops,
            ManualLoop loop,
            Shard shard,
            Topic topic,
            long offset,
            ByteBuf frame,
            Treatment treatment) {
        EncodedFrames frames = new EncodedFrames(0);
        frames.put(Encoding.of(FrameKind.JSON), frame);
        loops.runAs(
                loop,
                () -> shard.deliver(new Publication(topic, offset, FrameKind.JSON.bit(), frames, null, treatment)));
        frames.release();
    }
}
