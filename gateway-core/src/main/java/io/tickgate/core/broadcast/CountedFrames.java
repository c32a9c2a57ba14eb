package io.tickgate.core.broadcast;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.tickgate.core.frame.FrameKind;
import io.tickgate.core.frame.WebSocketFrames;
import io.tickgate.protocol.wire.PublicationEncoder;
import io.tickgate.protocol.wire.WireBuffer;

/**
 * Says in a publication's frame how many publications it stands for, once for all of one {@link Conflation}.
 *
 * <p><b>Owner:</b> the shard.
 */
final class CountedFrames {
    private final ByteBufAllocator allocator;
    private final WireBuffer buffer = new WireBuffer();

    CountedFrames(ByteBufAllocator allocator) {
        this.allocator = allocator;
    }

    /**
     * @param kind a plain one
     * @param frame of that kind; borrowed
     * @return a frame that the caller owns; the one given, without a count, where there is no memory for another
     */
    ByteBuf frame(FrameKind kind, ByteBuf frame, int count) {
        byte[] payload = WebSocketFrames.payload(frame);
        buffer.clear();
        PublicationEncoder.addCount(kind.format(), payload, count, buffer);
        try {
            return WebSocketFrames.data(allocator, kind.format(), false, buffer.array(), 0, buffer.length());
        } catch (OutOfMemoryError e) {
            return frame.retain();
        }
    }
}
