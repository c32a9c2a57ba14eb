package io.tickgate.core.broadcast;

import io.netty.buffer.ByteBuf;
import io.tickgate.core.frame.Encoding;
import org.jspecify.annotations.Nullable;

/**
 * The frames of one publication, for all on a shard who keep them until a tick: each is one account, whoever keeps it.
 *
 * <p><b>Owner:</b> the shard.
 */
final class SharedFrames {
    private final @Nullable SharedBytes[] frames = new SharedBytes[Encoding.count(Encoding.VIEWS_MAX)];
    /** The bits of those that are there. */
    private long made;

    /** The next publication is at hand. */
    void clear() {
        for (long left = made; left != 0; left &= left - 1) {
            frames[Long.numberOfTrailingZeros(left)] = null;
        }
        made = 0;
    }

    /** @param frame borrowed until it is held */
    SharedBytes of(Encoding encoding, ByteBuf frame) {
        SharedBytes shared = frames[encoding.index()];
        if (shared == null) {
            shared = SharedBytes.of(frame);
            frames[encoding.index()] = shared;
            made |= encoding.bit();
        }
        return shared;
    }
}
