package io.tickgate.core.broadcast;

import io.netty.buffer.ByteBuf;

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
    private int holders;

    private SharedBytes(ByteBuf bytes, boolean askedFor, boolean keptAnyway) {
        this.bytes = bytes;
        this.length = bytes.readableBytes();
        this.askedFor = askedFor;
        this.keptAnyway = keptAnyway;
    }

    /** @param bytes borrowed until it is held; its indices are left alone, and must be by others */
    public static SharedBytes of(ByteBuf bytes) {
        return new SharedBytes(bytes, false, false);
    }

    /** As {@link #of}, for bytes that were made because a client asked for them. */
    public static SharedBytes askedFor(ByteBuf bytes) {
        return new SharedBytes(bytes, true, false);
    }

    /** As {@link #of}, for bytes that a history keeps, so that holding them costs nothing more. */
    public static SharedBytes keptAnyway(ByteBuf bytes) {
        return new SharedBytes(bytes, false, true);
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

    /** Appends the bytes from {@code from} on to {@code to}. While it is held. */
    public void copyTo(ByteBuf to, int from) {
        to.writeBytes(bytes, bytes.readerIndex() + from, length - from);
    }

    /** The bytes from {@code from} on, with indices of their own; the caller owns the reference. While it is held. */
    public ByteBuf slice(int from) {
        return bytes.retainedSlice(bytes.readerIndex() + from, length - from);
    }
}
