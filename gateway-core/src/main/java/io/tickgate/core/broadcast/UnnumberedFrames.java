package io.tickgate.core.broadcast;

import io.netty.buffer.ByteBuf;
import io.tickgate.core.filter.CompiledFilter;
import io.tickgate.core.frame.Encoding;
import io.tickgate.protocol.message.ServerMessage;
import io.tickgate.protocol.message.WireFormat;
import org.jspecify.annotations.Nullable;

/**
 * What topics stand for beyond their publications, as frames for one subscriber each, who may want a part of it or nothing.
 *
 * <p><b>Owner:</b> the home shard.
 */
final class UnnumberedFrames {
    private final FrameEncoder encoder;

    UnnumberedFrames(FrameEncoder encoder) {
        this.encoder = encoder;
    }

    /**
     * A plain frame that the caller owns; null when {@code filter} does not want it.
     *
     * @param view which part of the message is wanted, as {@link Encoding#view}
     * @param filter null wants all
     */
    @Nullable
    ByteBuf encode(WireFormat format, int view, @Nullable CompiledFilter filter, Topic topic, ServerMessage message) {
        if (filter == null) {
            return encoder.encode(format, view, topic, message);
        }
        ByteBuf whole = encoder.encode(format, message);
        boolean passed = false;
        try {
            if (!filter.matches(encoder.values(topic, format, whole))) {
                return null;
            }
            passed = view == Encoding.WHOLE;
            return passed ? whole : encoder.encode(format, view, topic, message);
        } finally {
            if (!passed) {
                whole.release();
            }
        }
    }
}
