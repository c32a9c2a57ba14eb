package io.tickgate.core.broadcast;

import io.netty.buffer.ByteBuf;
import io.netty.util.AbstractReferenceCounted;
import io.netty.util.ReferenceCounted;
import io.tickgate.core.frame.FrameKind;
import org.jspecify.annotations.Nullable;

/**
 * A publication as whole WebSocket frames, one for each kind that somebody needs.
 *
 * <p><b>Owner:</b> written by the home shard. Others read only the kinds that were there when they were handed it (see
 * {@link Publication#frame}): the home may add a kind later, for subscribers who recover. Counted by reference; the last
 * release gives every frame back.
 */
final class EncodedFrames extends AbstractReferenceCounted {
    private final @Nullable ByteBuf[] frames = new ByteBuf[FrameKind.COUNT];
    private int bytes;

    /** Takes over {@code frame}; the same buffer may stand for several kinds, each with a reference of its own. */
    void put(FrameKind kind, ByteBuf frame) {
        assert frames[kind.ordinal()] == null : "encoded twice: " + kind;
        frames[kind.ordinal()] = frame;
        bytes += frame.readableBytes();
    }

    /** Borrowed. Null when nobody needed this kind at the time the publication was numbered. */
    @Nullable
    ByteBuf frame(FrameKind kind) {
        return frames[kind.ordinal()];
    }

    /** Borrowed; of a kind that was encoded. */
    ByteBuf require(FrameKind kind) {
        ByteBuf frame = frame(kind);
        if (frame == null) {
            throw new IllegalStateException("not encoded: " + kind);
        }
        return frame;
    }

    /** Bytes of the plain frame of one format; there is one, wherever publications are kept. */
    int plainBytes() {
        ByteBuf json = frames[FrameKind.JSON.ordinal()];
        ByteBuf plain = json != null ? json : frames[FrameKind.MSGPACK.ordinal()];
        if (plain == null) {
            throw new IllegalStateException("no plain frame");
        }
        return plain.readableBytes();
    }

    /** Bytes of all frames, one that stands for several kinds counted for each. */
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

    /** One buffer may stand for several kinds. */
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
