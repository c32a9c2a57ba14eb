package io.tickgate.core.broadcast;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.jspecify.annotations.Nullable;

/**
 * The frames that one audience got in one turn of the loop, joined in one contiguous buffer that all its subscribers
 * share. A turn that brought one frame copies nothing.
 *
 * <p><b>Owner:</b> the shard, from the first frame to the end of the turn. Who could not take everything keeps a
 * {@link #share}, a right-sized copy made once for all such subscribers: the turn buffer itself is never pinned, or a
 * reader who is 300 bytes behind would hold 256 KiB.
 */
public final class TurnBatch {
    private final ByteBufAllocator allocator;
    private @Nullable ByteBuf single;
    private @Nullable ByteBuf joined;
    private @Nullable ByteBuf share;

    TurnBatch(ByteBufAllocator allocator) {
        this.allocator = allocator;
    }

    /** @param frame borrowed: retained or copied */
    void add(ByteBuf frame) {
        ByteBuf first = single;
        if (first == null && (joined == null || !joined.isReadable())) {
            single = frame.retain();
            return;
        }
        if (joined == null) {
            joined = allocator.directBuffer(8 << 10);
        }
        if (first != null) {
            copy(first, joined);
            first.release();
            single = null;
        }
        copy(frame, joined);
    }

    private static void copy(ByteBuf from, ByteBuf to) {
        to.writeBytes(from, from.readerIndex(), from.readableBytes());
    }

    /** The bytes to send; valid until the end of the turn. */
    ByteBuf bytes() {
        ByteBuf bytes = single != null ? single : joined;
        if (bytes == null) {
            throw new IllegalStateException("an empty batch");
        }
        return bytes;
    }

    /** @return a slice that the caller owns, of the bytes from {@code from} on */
    ByteBuf share(int from) {
        ByteBuf source = single;
        if (source == null) {
            if (share == null) {
                ByteBuf bytes = bytes();
                share = allocator.directBuffer(bytes.readableBytes());
                copy(bytes, share);
            }
            source = share;
        }
        return source.retainedSlice(source.readerIndex() + from, source.readableBytes() - from);
    }

    /** Empties the batch for its next turn, keeping the turn buffer when it is no larger than {@code keepBytesMax}. */
    void reset(int keepBytesMax) {
        if (single != null) {
            single.release();
            single = null;
        }
        if (share != null) {
            share.release();
            share = null;
        }
        if (joined != null) {
            joined.clear();
            if (joined.capacity() > keepBytesMax) {
                joined.release();
                joined = null;
            }
        }
    }

    /** Gives every buffer back. */
    void release() {
        reset(0);
    }
}
