package io.tickgate.core.broadcast;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * Whole frames that subscribers of one event loop keep, each for itself, until their sockets took them or their clients
 * acknowledged them: one reference to the bytes, and one account of the memory, for all who keep them.
 *
 * <p><b>Owner:</b> the shard. Held from the first {@link #hold} to the last {@link #letGo}.
 */
public final class SharedBytes {
    private final ByteBuf bytes;
    private final int length;
    private final boolean askedFor;
    private final boolean keptAnyway;
    private final @Nullable FrameParts parts;
    private SharedBytes @Nullable [] frames;
    private boolean turnOver;
    private int holders;

    private SharedBytes(ByteBuf bytes, boolean askedFor, boolean keptAnyway, @Nullable FrameParts parts) {
        this.bytes = bytes;
        this.parts = parts;
        this.length = bytes.readableBytes();
        this.askedFor = askedFor;
        this.keptAnyway = keptAnyway;
    }

    /** @param bytes borrowed until it is held; its indices are left alone, and must be by others */
    public static SharedBytes of(ByteBuf bytes) {
        return new SharedBytes(bytes, false, false, null);
    }

    /** As {@link #of(ByteBuf)}, of frames that are known one by one. */
    static SharedBytes of(ByteBuf bytes, FrameParts parts) {
        return new SharedBytes(bytes, false, false, parts);
    }

    /** As {@link #of(ByteBuf)}, of one publication by itself. */
    static SharedBytes of(ByteBuf frame, Publication publication) {
        return of(frame, FrameParts.of(publication, frame.readableBytes()));
    }

    /** As {@link #of}, for bytes that were made because a client asked for them. */
    public static SharedBytes askedFor(ByteBuf bytes) {
        return new SharedBytes(bytes, true, false, null);
    }

    /** As {@link #of}, for bytes that a history keeps, so that holding them costs nothing more. */
    public static SharedBytes keptAnyway(ByteBuf bytes) {
        return new SharedBytes(bytes, false, true, null);
    }

    public int length() {
        return length;
    }

    public boolean isKeptAnyway() {
        return keptAnyway;
    }

    /** Whether a client asked for them, so that how many wait says nothing about how fast it reads. */
    public boolean isAskedFor() {
        return askedFor;
    }

    /** What they are made of; null for bytes that are no publications, or of a topic that is known anyway. */
    public @Nullable FrameParts parts() {
        return parts;
    }

    /**
     * One of the publications by itself, in a copy of its own that all share who ask within the turn: who keeps nothing but
     * that one does not keep all the others in memory.
     *
     * @return this where there is nothing else in it; null when there is no memory for a copy, or the turn is over
     */
    public @Nullable SharedBytes frame(int index) {
        FrameParts all = parts;
        if (all == null || all.count() == 1) {
            return this;
        }
        if (frames == null) {
            frames = new SharedBytes[all.count()];
        }
        SharedBytes frame = frames[index];
        if (frame == null && !turnOver) {
            frame = copyOf(all.start(index), all.end(index));
            frames[index] = frame;
        }
        return frame;
    }

    private @Nullable SharedBytes copyOf(int from, int to) {
        try {
            ByteBuf copy = bytes.alloc().directBuffer(to - from);
            copy.writeBytes(bytes, bytes.readerIndex() + from, to - from);
            return SharedBytes.of(copy);
        } catch (OutOfMemoryError e) {
            return null;
        }
    }

    /** Nobody asks for {@link #frame} any more; those that nobody holds are given back. */
    @SuppressWarnings("NullAway") // Slots that nobody asked for are empty.
    void endTurn() {
        turnOver = true;
        if (frames != null) {
            for (SharedBytes frame : frames) {
                if (frame != null) {
                    frame.bytes.release();
                }
            }
            frames = null;
        }
    }

    /** @return the memory that is kept from now on because of this call */
    public int hold() {
        if (holders++ > 0) {
            return 0;
        }
        bytes.retain();
        return keptAnyway ? 0 : length;
    }

    /** @return the memory that is not kept any more */
    public int letGo() {
        if (--holders > 0) {
            return 0;
        }
        bytes.release();
        return keptAnyway ? 0 : length;
    }

    /** Borrowed while it is held; its indices are left alone. */
    ByteBuf bytes() {
        return bytes;
    }

    /** Appends the bytes from {@code from} up to {@code end} to {@code to}. While it is held. */
    public void copyTo(ByteBuf to, int from, int end) {
        to.writeBytes(bytes, bytes.readerIndex() + from, end - from);
    }

    /** The bytes from {@code from} up to {@code end}, with indices of their own; the caller owns the reference. While it is held. */
    public ByteBuf slice(int from, int end) {
        return bytes.retainedSlice(bytes.readerIndex() + from, end - from);
    }
}
