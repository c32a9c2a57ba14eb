package io.tickgate.core.frame;

import io.tickgate.protocol.message.WireFormat;

/**
 * What one subscriber needs a publication encoded as. Subscribers of one kind share the same bytes, so a new kind costs
 * one more encoding per publication, never one per subscriber.
 */
public enum FrameKind {
    JSON(WireFormat.JSON, 0),
    JSON_DEFLATED_4K(WireFormat.JSON, 4 << 10),
    JSON_DEFLATED(WireFormat.JSON, 32 << 10),
    MSGPACK(WireFormat.MSGPACK, 0),
    MSGPACK_DEFLATED_4K(WireFormat.MSGPACK, 4 << 10),
    MSGPACK_DEFLATED(WireFormat.MSGPACK, 32 << 10);

    static final FrameKind[] ALL = values();
    public static final int COUNT = ALL.length;

    private final WireFormat format;
    private final int windowBytes;

    FrameKind(WireFormat format, int windowBytes) {
        this.format = format;
        this.windowBytes = windowBytes;
    }

    public WireFormat format() {
        return format;
    }

    /**
     * How far back the receiver can look while it inflates (RFC 7692 section 7.1.2.1), 0 for plain frames. 32 KiB, the
     * most there is, takes messages of any length; with a smaller window a longer message goes plain, since the JDK's
     * deflater cannot be told to look back less far.
     */
    public int windowBytes() {
        return windowBytes;
    }

    public boolean isDeflated() {
        return windowBytes > 0;
    }

    public boolean fitsWindow(int payloadBytes) {
        return windowBytes == 32 << 10 || payloadBytes <= windowBytes;
    }

    /** The plain kind of {@link #format()}. */
    public FrameKind plain() {
        return format == WireFormat.JSON ? JSON : MSGPACK;
    }

    public int bit() {
        return 1 << ordinal();
    }

    /**
     * The kind for a connection.
     *
     * @param windowBits the window it inflates with, 8 to 15, or 0 when no compression was agreed
     */
    public static FrameKind of(WireFormat format, int windowBits) {
        boolean json = format == WireFormat.JSON;
        if (windowBits == 15) {
            return json ? JSON_DEFLATED : MSGPACK_DEFLATED;
        }
        if (windowBits >= 12) {
            return json ? JSON_DEFLATED_4K : MSGPACK_DEFLATED_4K;
        }
        // Below 4 KiB the agreement stands, but plain frames are sent: so few clients ask for it that a kind is not
        // worth it.
        return json ? JSON : MSGPACK;
    }
}
