package io.tickgate.core.broadcast;

import io.netty.buffer.ByteBufAllocator;
import java.util.ArrayDeque;

/**
 * Empty batches of one shard, with their buffers, for the next turn.
 *
 * <p><b>Owner:</b> the shard. <b>Bound:</b> {@link #KEPT_MAX} batches stay, the {@link #LARGE_MAX} that are used most with a
 * large buffer: 3 MiB at the very most. A turn that dirties more audiences allocates and frees.
 */
final class TurnBatchPool implements AutoCloseable {
    static final int KEPT_MAX = 64;
    static final int LARGE_MAX = 8;
    static final int LARGE_BYTES = 256 << 10;
    static final int SMALL_BYTES = 16 << 10;

    private final ByteBufAllocator allocator;
    private final ArrayDeque<TurnBatch> kept = new ArrayDeque<>();

    TurnBatchPool(ByteBufAllocator allocator) {
        this.allocator = allocator;
    }

    TurnBatch take() {
        TurnBatch batch = kept.pollLast();
        return batch != null ? batch : new TurnBatch(allocator);
    }

    void giveBack(TurnBatch batch) {
        if (kept.size() < KEPT_MAX) {
            batch.reset(kept.size() < LARGE_MAX ? LARGE_BYTES : SMALL_BYTES);
            kept.addLast(batch);
        } else {
            batch.release();
        }
    }

    @Override
    public void close() {
        kept.forEach(TurnBatch::release);
        kept.clear();
    }
}
