package io.tickgate.core.broadcast;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.jspecify.annotations.Nullable;

/**
 * The frames that one audience got in one turn of the loop, joined in one contiguous buffer that all its subscribers
 * share. A turn that brought one frame copies nothing.
 *
 * <p><b>Owner:</b> the shard, from the first frame to the end of the turn. Who could not take everything keeps the rest of
 * a right-sized copy, made once for all such subscribers: the turn buffer itself is not pinned, or a reader who is 300
 * bytes behind would hold 256 KiB. What it is made of goes with it as {@link FrameParts}.
 *
 * <p><b>Out of memory:</b> nothing is lost. What cannot be joined is sent by itself, and where there is no room for a copy
 * the turn buffer is given away after all.
 */
public final class TurnBatch {
    private static final int JOINED_BYTES = 8 << 10;

    private final ByteBufAllocator allocator;
    private @Nullable ByteBuf single;
    private @Nullable ByteBuf joined;
    private @Nullable ByteBuf copy;
    private @Nullable SharedBytes shared;
    private final FrameParts.Collector parts = new FrameParts.Collector();
    private boolean isForOne;

    TurnBatch(ByteBufAllocator allocator) {
        this.allocator = allocator;
    }

    /**
     * Adds a frame behind those that are there.
     *
     * @param frame borrowed: retained or copied
     * @param publication whose frame it is
     * @return false when there is no memory to join it with the others: then those must be sent first. An empty batch takes
     *     every frame
     */
    boolean add(ByteBuf frame, Publication publication) {
        ByteBuf first = single;
        if (first == null && (joined == null || !joined.isReadable())) {
            single = frame.retain();
            parts.add(publication, frame.readableBytes());
            return true;
        }
        ByteBuf all = joinedWithRoomFor((first == null ? 0 : first.readableBytes()) + frame.readableBytes());
        if (all == null) {
            return false;
        }
        if (first != null) {
            append(first, all);
            first.release();
            single = null;
        }
        append(frame, all);
        parts.add(publication, frame.readableBytes());
        return true;
    }

    private @Nullable ByteBuf joinedWithRoomFor(int more) {
        try {
            if (joined == null) {
                joined = allocator.directBuffer(JOINED_BYTES);
            }
            return joined.ensureWritable(more);
        } catch (OutOfMemoryError e) {
            return null;
        }
    }

    private static void append(ByteBuf from, ByteBuf to) {
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

    /** @param isForOne whether a single subscriber gets this batch */
    void setForOne(boolean isForOne) {
        this.isForOne = isForOne;
    }

    /** Queues the bytes from {@code from} on for a subscriber whose socket did not take them. */
    void queueRest(Subscriber subscriber, int from) {
        ByteBuf bytes = bytes();
        int left = bytes.readableBytes() - from;
        ByteBuf own = isForOne && (single == null || left <= bytes.readableBytes() / 2) ? copy(from) : null;
        if (own == null) {
            subscriber.queue(shared(), from);
        } else {
            // Nobody shares it, so it need not keep what was sent already.
            SharedBytes rest = SharedBytes.of(own, parts.partsFrom(from));
            subscriber.queue(rest, 0);
            rest.endTurn();
            own.release();
        }
    }

    private SharedBytes shared() {
        if (shared == null) {
            ByteBuf bytes = bytes();
            if (single == null) {
                copy = copy(0);
            }
            shared = SharedBytes.of(copy != null ? copy : bytes, parts.partsFrom(0));
        }
        return shared;
    }

    private @Nullable ByteBuf copy(int from) {
        ByteBuf bytes = bytes();
        int length = bytes.readableBytes() - from;
        try {
            return allocator.directBuffer(length).writeBytes(bytes, bytes.readerIndex() + from, length);
        } catch (OutOfMemoryError e) {
            return null;
        }
    }

    /** Empties the batch for its next turn, keeping the turn buffer when it is no larger than {@code keepBytesMax}. */
    void reset(int keepBytesMax) {
        if (joined != null) {
            boolean givenAway = shared != null && copy == null && single == null;
            if (givenAway || joined.capacity() > keepBytesMax) {
                joined.release();
                joined = null;
            } else {
                joined.clear();
            }
        }
        if (single != null) {
            single.release();
            single = null;
        }
        if (copy != null) {
            copy.release();
            copy = null;
        }
        if (shared != null) {
            shared.endTurn();
            shared = null;
        }
        parts.clear();
        isForOne = false;
    }

    /** Gives every buffer back. */
    void release() {
        reset(0);
    }
}
