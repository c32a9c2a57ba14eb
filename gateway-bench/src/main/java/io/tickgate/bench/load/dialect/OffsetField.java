package io.tickgate.bench.load.dialect;

import java.nio.charset.StandardCharsets;

/**
 * Finds the {@code offset} that the gateway adds to a publication, without reading what is around it. Where it stood in the
 * message before is tried first: messages of one run differ in digits only.
 *
 * <p><b>Owner:</b> one thread. Allocates nothing.
 */
final class OffsetField {
    private final byte[] name;
    private final boolean isJson;
    private int lastAt;

    private OffsetField(byte[] name, boolean isJson) {
        this.name = name;
        this.isJson = isJson;
    }

    static OffsetField json() {
        return new OffsetField("\"offset\":".getBytes(StandardCharsets.US_ASCII), true);
    }

    static OffsetField msgPack() {
        byte[] name = "?offset".getBytes(StandardCharsets.US_ASCII);
        // A string of six bytes.
        name[0] = (byte) 0xA6;
        return new OffsetField(name, false);
    }

    /** -1 when there is none. */
    long read(byte[] in, int from, int to) {
        if (!isAt(in, from + lastAt, to)) {
            int at = from;
            while (!isAt(in, at, to)) {
                if (++at >= to) {
                    return -1;
                }
            }
            lastAt = at - from;
        }
        int valueAt = from + lastAt + name.length;
        return isJson ? digits(in, valueAt, to) : msgPackInt(in, valueAt, to);
    }

    private boolean isAt(byte[] in, int at, int to) {
        // Behind the name at least one byte of the value.
        if (at + name.length >= to) {
            return false;
        }
        for (int i = 0; i < name.length; i++) {
            if (in[at + i] != name[i]) {
                return false;
            }
        }
        return true;
    }

    private static long digits(byte[] in, int at, int to) {
        long value = 0;
        for (int i = at; i < to && in[i] >= '0' && in[i] <= '9'; i++) {
            value = value * 10 + in[i] - '0';
        }
        return value;
    }

    /** MessagePack writes small ones in one byte, others behind 0xCC to 0xCF, or signed behind 0xD0 to 0xD3. */
    private static long msgPackInt(byte[] in, int at, int to) {
        int head = in[at] & 0xFF;
        if (head < 0x80) {
            return head;
        }
        if (head < 0xCC || head > 0xD3) {
            return -1;
        }
        int bytes = 1 << (head & 3);
        if (at + bytes >= to) {
            return -1;
        }
        long value = 0;
        for (int i = 1; i <= bytes; i++) {
            value = (value << 8) | (in[at + i] & 0xFFL);
        }
        return value;
    }
}
