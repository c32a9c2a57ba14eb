package io.tickgate.core.broadcast;

import io.netty.buffer.ByteBuf;
import io.tickgate.core.frame.FrameKind;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The frames of one publication, for all on a shard who keep them until a tick: each is one account, whoever keeps it.
 *
 * <p><b>Owner:</b> the shard.
 */
final class SharedFrames {
    private final @Nullable SharedBytes[] frames = new SharedBytes[FrameKind.COUNT];

    /** The next publication is at hand. */
    void clear() {
        Arrays.fill(frames, null);
    }

    /** @param frame borrowed until it is held */
    SharedBytes of(FrameKind kind, ByteBuf frame) {
        SharedBytes shared = frames[kind.ordinal()];
        if (shared == null) {
            shared = SharedBytes.of(frame);
            frames[kind.ordinal()] = shared;
        }
        return shared;
    }
}
