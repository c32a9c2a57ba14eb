package io.tickgate.bench.load.account;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * What tells one delivery from another: {@code tg1:}, then the run, the publication's number and the time when it was due, in
 * hexadecimal digits of fixed width. It stands as such inside the payload, whatever format or envelope is around it, so that it
 * is found by a search for bytes.
 */
public final class Mark {
    private static final int PREFIX_BYTES = 4;
    private static final int RUN_DIGITS = 8;
    private static final int NUMBER_DIGITS = 11;
    private static final int DUE_DIGITS = 13;
    private static final int NUMBER_AT = PREFIX_BYTES + RUN_DIGITS;
    private static final int DUE_AT = NUMBER_AT + NUMBER_DIGITS;

    /** Length of a mark. */
    public static final int BYTES = DUE_AT + DUE_DIGITS;

    private static final byte[] DIGITS = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int PREFIX = 't' | ('g' << 8) | ('1' << 16) | (':' << 24);

    private Mark() {}

    /**
     * Writes a whole mark, {@link #BYTES} long.
     *
     * @param run its lower 32 bits count
     */
    public static void write(byte[] out, int at, int run, long number, long dueNanos) {
        INT.set(out, at, PREFIX);
        digits(out, at + PREFIX_BYTES, RUN_DIGITS, run & 0xFFFF_FFFFL);
        patch(out, at, number, dueNanos);
    }

    /**
     * Writes what differs from publication to publication.
     *
     * @param number below 2^44
     * @param dueNanos since the run began, below 2^52: 52 days
     */
    public static void patch(byte[] out, int at, long number, long dueNanos) {
        digits(out, at + NUMBER_AT, NUMBER_DIGITS, number);
        digits(out, at + DUE_AT, DUE_DIGITS, dueNanos);
    }

    /** Whether a mark begins there. */
    public static boolean isAt(byte[] in, int at, int to) {
        return at >= 0 && at + BYTES <= to && (int) INT.get(in, at) == PREFIX;
    }

    /** Where the first whole mark begins, -1 when there is none. */
    public static int find(byte[] in, int from, int to) {
        for (int at = from; at + BYTES <= to; at++) {
            if (in[at] == 't' && (int) INT.get(in, at) == PREFIX) {
                return at;
            }
        }
        return -1;
    }

    public static int run(byte[] in, int at) {
        return (int) value(in, at + PREFIX_BYTES, RUN_DIGITS);
    }

    public static long number(byte[] in, int at) {
        return value(in, at + NUMBER_AT, NUMBER_DIGITS);
    }

    /** Nanoseconds since the run began. */
    public static long dueNanos(byte[] in, int at) {
        return value(in, at + DUE_AT, DUE_DIGITS);
    }

    private static void digits(byte[] out, int at, int count, long value) {
        long left = value;
        for (int i = at + count - 1; i >= at; i--) {
            out[i] = DIGITS[(int) (left & 15)];
            left >>>= 4;
        }
    }

    private static long value(byte[] in, int at, int count) {
        long value = 0;
        for (int i = at; i < at + count; i++) {
            // A letter has bit 6 and counts from 1 in its lower bits, where a digit counts from 0.
            value = (value << 4) | ((in[i] & 15) + (in[i] >>> 6) * 9L);
        }
        return value;
    }
}
