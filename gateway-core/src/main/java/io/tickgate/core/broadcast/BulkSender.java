package io.tickgate.core.broadcast;

import io.netty.buffer.ByteBuf;
import io.netty.util.concurrent.EventExecutor;

/**
 * Hands the same bytes to many sockets.
 *
 * <p><b>Owner:</b> the shard it was made for; every call on its thread.
 */
public interface BulkSender extends AutoCloseable {
    /** How many subscribers one call may be given. */
    int WAYS_MAX = 512;

    /** Each socket by itself, which works everywhere. */
    BulkSender ONE_BY_ONE = (frames, ways, count, taken) -> {
        for (int i = 0; i < count; i++) {
            taken[i] = ways[i].trySend(frames);
        }
    };

    /**
     * Sends to each of {@code ways[0..count)} as {@link DirectWay#trySend} does.
     *
     * @param frames borrowed; its indices are left alone
     * @param count at most {@link #WAYS_MAX}
     * @param taken gets how many bytes each socket took
     */
    void send(ByteBuf frames, DirectWay[] ways, int count, int[] taken);

    @Override
    default void close() {}

    /** Makes the sender of one shard. */
    @FunctionalInterface
    interface Factory {
        /** @param loop the shard's, which need not run yet */
        BulkSender newSender(EventExecutor loop);
    }
}
