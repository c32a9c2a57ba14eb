package io.tickgate.core.session;

import io.netty.buffer.ByteBuf;

/**
 * A publication's frame that sessions of one event loop keep until they have acknowledged it: one reference to the bytes,
 * and one account of them, for all of these sessions.
 *
 * <p><b>Owner:</b> the shard. Held from the first {@link #hold} to the last {@link #letGo}.
 */
final class SharedFrame {
    private final ByteBuf bytes;
    private final int length;
    private final boolean keptAnyway;
    private int holders;

    /**
     * An account that nobody holds yet.
     *
     * @param bytes borrowed until it is held; its indices are left alone, and must be by others
     * @param keptAnyway whether a history keeps the bytes, so that holding them costs nothing more
     */
    SharedFrame(ByteBuf bytes, boolean keptAnyway) {
        this.bytes = bytes;
        this.length = bytes.readableBytes();
        this.keptAnyway = keptAnyway;
    }

    /** Whether it is the account of that very buffer, and somebody holds it, so that the buffer is no other by now. */
    @SuppressWarnings("ReferenceEquality")
    boolean isOf(ByteBuf frame) {
        return bytes == frame && holders > 0;
    }

    int length() {
        return length;
    }

    /** @return what it costs beyond what others hold already */
    int hold() {
        if (holders++ > 0) {
            return 0;
        }
        bytes.retain();
        return keptAnyway ? 0 : length;
    }

    /** @return what is not paid any more */
    int letGo() {
        if (--holders > 0) {
            return 0;
        }
        bytes.release();
        return keptAnyway ? 0 : length;
    }

    /** The same bytes once more, with indices of their own; the caller owns the reference. */
    ByteBuf again() {
        return bytes.retainedDuplicate();
    }
}
