package io.tickgate.protocol.message;

import java.util.Arrays;

/**
 * An array that the gateway carries and does not look into: the encoded bytes of its elements.
 *
 * <p>In JSON that is the text between the brackets, in MessagePack the encoded elements without the array's header.
 * Borrowed and owned as a {@link MessageBody} is.
 */
public final class OpaqueList {
    private final WireFormat format;
    private final byte[] bytes;
    private final int offset;
    private final int length;
    private final int elementCount;

    /** Describes bytes that the caller knows to be the elements of a valid array. */
    public OpaqueList(WireFormat format, byte[] bytes, int offset, int length, int elementCount) {
        this.format = format;
        this.bytes = bytes;
        this.offset = offset;
        this.length = length;
        this.elementCount = elementCount;
    }

    public WireFormat format() {
        return format;
    }

    /** The array that holds the elements, from {@link #offset} on; to be read only. */
    public byte[] bytes() {
        return bytes;
    }

    public int offset() {
        return offset;
    }

    public int length() {
        return length;
    }

    public int elementCount() {
        return elementCount;
    }

    /** The same elements in an array of their own, of exactly their length. */
    public OpaqueList copy() {
        byte[] own = Arrays.copyOfRange(bytes, offset, offset + length);
        return new OpaqueList(format, own, 0, length, elementCount);
    }

    /** Equal bytes in the same format: lists that merely mean the same are not equal. */
    @Override
    public boolean equals(Object other) {
        return other instanceof OpaqueList that
                && format == that.format
                && Arrays.equals(bytes, offset, offset + length, that.bytes, that.offset, that.offset + that.length);
    }

    @Override
    public int hashCode() {
        int hash = format.hashCode();
        for (int i = offset; i < offset + length; i++) {
            hash = 31 * hash + bytes[i];
        }
        return hash;
    }

    @Override
    public String toString() {
        return "OpaqueList[" + format + ", " + elementCount + " elements, " + length + " bytes]";
    }
}
