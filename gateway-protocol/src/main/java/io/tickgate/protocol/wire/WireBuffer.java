package io.tickgate.protocol.wire;

import java.util.Arrays;

/**
 * Bytes being written: an array that grows and is used again.
 *
 * <p><b>Owner:</b> one thread. After a huge message {@link #clear} lets the large array go, so that one of them does not
 * cost memory for ever.
 */
public final class WireBuffer {
    private static final int START_BYTES = 512;
    /** What a cleared buffer keeps at most: an ordinary message fits many times. */
    private static final int KEPT_BYTES_MAX = 64 << 10;

    private byte[] array = new byte[START_BYTES];
    private int length;

    /** The bytes, from 0 to {@link #length}; another array after the next write. */
    public byte[] array() {
        return array;
    }

    public int length() {
        return length;
    }

    /** Forgets what was written, and gives back memory that only a huge message needed. */
    public void clear() {
        length = 0;
        if (array.length > KEPT_BYTES_MAX) {
            array = new byte[START_BYTES];
        }
    }

    /** A copy of what was written. */
    public byte[] toBytes() {
        return Arrays.copyOf(array, length);
    }

    public void put(byte[] source, int offset, int count) {
        int at = grow(count);
        System.arraycopy(source, offset, array, at, count);
    }

    public void put(int value) {
        int at = grow(1); // first: growing replaces the array
        array[at] = (byte) value;
    }

    void putShort(int value) {
        int at = grow(2);
        array[at] = (byte) (value >>> 8);
        array[at + 1] = (byte) value;
    }

    void putInt(int value) {
        int at = grow(4);
        array[at] = (byte) (value >>> 24);
        array[at + 1] = (byte) (value >>> 16);
        array[at + 2] = (byte) (value >>> 8);
        array[at + 3] = (byte) value;
    }

    void putLong(long value) {
        putInt((int) (value >>> 32));
        putInt((int) value);
    }

    /** Latin text that the caller knows to be plain ASCII. */
    void putAscii(String text) {
        int count = text.length();
        int at = grow(count);
        for (int i = 0; i < count; i++) {
            array[at + i] = (byte) text.charAt(i);
        }
    }

    /** Cuts or moves back the end, for writers that patch what they wrote. */
    void length(int newLength) {
        length = newLength;
    }

    /** Makes room for {@code count} bytes, counts them as written, and gives the index of the first. */
    int grow(int count) {
        int at = length;
        int needed = at + count;
        if (needed < 0) {
            throw new IllegalStateException("a message cannot exceed 2 GiB");
        }
        if (needed > array.length) {
            int doubled = array.length > Integer.MAX_VALUE / 2 ? Integer.MAX_VALUE - 8 : array.length * 2;
            array = Arrays.copyOf(array, Math.max(needed, doubled));
        }
        length = needed;
        return at;
    }
}
