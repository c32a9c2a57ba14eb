package io.tickgate.core.broadcast;

import io.netty.buffer.ByteBuf;

/**
 * The short way to a subscriber's socket, past every queue.
 *
 * <p><b>Owner:</b> the subscriber's shard.
 */
@FunctionalInterface
public interface DirectWay {
    /**
     * Hands whole frames to the socket now; only while nothing waits that must go out first.
     *
     * @param frames borrowed; its indices are left alone
     * @return how many bytes were taken: all, some (then the rest must be queued), or none, as when the socket is full or
     *     this way cannot be taken (under TLS)
     */
    int trySend(ByteBuf frames);
}
