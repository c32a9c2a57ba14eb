package io.tickgate.core.broadcast;

import io.netty.buffer.ByteBuf;
import io.netty.util.AbstractReferenceCounted;
import io.netty.util.ReferenceCounted;
import io.tickgate.core.frame.Encoding;
import io.tickgate.core.frame.FrameKind;
import io.tickgate.protocol.message.WireFormat;
import org.jspecify.annotations.Nullable;

/**
 * A publication as whole WebSocket frames, one for each encoding that somebody needs.
 *
 * <p><b>Owner:</b> written by the home shard. Others read only the encodings that were there when they were handed it (see
 * {@link Publication#frame}): the home may add one later, for subscribers who recover. Counted by reference; the last
 * release gives every frame back.
 */
final class EncodedFrames extends AbstractReferenceCounted {
    private final @Nullable ByteBuf[] frames;
    private int bytes;

    /** @param views of the family, beside the whole message */
    EncodedFrames(int views) {
        frames = new ByteBuf[Encoding.count(views)];
    }

    /** Takes over {@code frame}; the same buffer may stand for several encodings, each with a reference of its own. */
    void put(Encoding encoding, ByteBuf frame) {
        assert frames[encoding.index()] == null : "encoded twice: " + encoding;
        frames[encoding.index()] = frame;
        bytes += frame.readableBytes();
    }

    /** Borrowed. Null when nobody needed it at the time the publication was numbered. */
    @Nullable
    ByteBuf frame(Encoding encoding) {
        return frames[encoding.index()];
    }

    /** Borrowed; as it was encoded. */
    ByteBuf require(Encoding encoding) {
        ByteBuf frame = frame(encoding);
        if (frame == null) {
            throw new IllegalStateException("not encoded: " + encoding);
        }
        return frame;
    }

    /** A plain frame of the whole message; there is one, wherever publications are kept. Borrowed. */
    ByteBuf plain() {
        ByteBuf json = frame(Encoding.of(FrameKind.JSON));
        return json != null ? json : require(Encoding.of(FrameKind.MSGPACK));
    }

    /** The format of {@link #plain}. */
    WireFormat plainFormat() {
        return frame(Encoding.of(FrameKind.JSON)) != null ? WireFormat.JSON : WireFormat.MSGPACK;
    }

    /** Bytes of all frames, one that stands for several encodings counted for each. */
    int bytes() {
        return bytes;
    }

    /** Whether somebody beside the caller holds a reference to this, or to one of the frames. */
    boolean isInUse() {
        if (refCnt() > 1) {
            return true;
        }
        for (ByteBuf frame : frames) {
            if (frame != null && frame.refCnt() > references(frame)) {
                return true;
            }
        }
        return false;
    }

    /** One buffer may stand for several encodings. */
    @SuppressWarnings("ReferenceEquality")
    private int references(ByteBuf frame) {
        int count = 0;
        for (ByteBuf other : frames) {
            count += other == frame ? 1 : 0;
        }
        return count;
    }

    @Override
    protected void deallocate() {
        for (ByteBuf frame : frames) {
            if (frame != null) {
                frame.release();
            }
        }
    }

    @Override
    public ReferenceCounted touch(Object hint) {
        return this;
    }
}
