package io.tickgate.protocol.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Strict UTF-8 (RFC 3629): no overlong forms, no surrogates, nothing above U+10FFFF. */
public final class Utf8 {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final long HIGH_BITS = 0x8080808080808080L;

    private Utf8() {}

    /** Whether the bytes are well-formed. Runs of ASCII cost one step for eight bytes. */
    public static boolean isValid(byte[] bytes, int offset, int length) {
        return firstInvalid(bytes, offset, length) < 0;
    }

    /** Where the first ill-formed sequence starts, counted from {@code offset}, or -1. */
    public static int firstInvalid(byte[] bytes, int offset, int length) {
        int end = offset + length;
        int i = offset;
        while (i < end) {
            if (end - i >= Long.BYTES && ((long) LONGS.get(bytes, i) & HIGH_BITS) == 0) {
                i += Long.BYTES;
            } else if (bytes[i] >= 0) {
                i++;
            } else {
                int size = sequenceLength(bytes, i, end);
                if (size == 0) {
                    return i - offset;
                }
                i += size;
            }
        }
        return -1;
    }

    /** Length of the well-formed sequence of several bytes at {@code i}, or 0 (Unicode table 3-7). */
    private static int sequenceLength(byte[] bytes, int i, int end) {
        int first = bytes[i] & 0xff;
        int size = sizeOf(first);
        if (size == 0 || end - i < size) {
            return 0;
        }
        int second = bytes[i + 1] & 0xff;
        if (second < leastSecond(first) || second > mostSecond(first)) {
            return 0;
        }
        for (int k = 2; k < size; k++) {
            if ((bytes[i + k] & 0xc0) != 0x80) {
                return 0;
            }
        }
        return size;
    }

    /** Bytes of the sequence of several that begins with {@code first}, or 0 when none does. */
    static int sizeOf(int first) {
        if (first < 0xc2 || first > 0xf4) {
            return 0;
        }
        return first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
    }

    static int leastSecond(int first) {
        return first == 0xe0 ? 0xa0 : first == 0xf0 ? 0x90 : 0x80;
    }

    static int mostSecond(int first) {
        return first == 0xed ? 0x9f : first == 0xf4 ? 0x8f : 0xbf;
    }
}
