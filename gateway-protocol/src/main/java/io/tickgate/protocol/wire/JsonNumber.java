package io.tickgate.protocol.wire;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;

/** A number's JSON digits as MessagePack. Those of ordinary prices and sizes are read without an object. */
final class JsonNumber {
    /** All powers of ten that a double holds exactly. */
    private static final double[] TENS = {
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20, 1e21, 1e22
    };

    /** Up to here a double holds every integer. */
    private static final long EXACT_MAX = 1L << 53;

    /** So many digits fit 64 bits without a sign, whatever they are. */
    private static final int DIGITS_MAX = 19;

    /** Beyond any exponent that matters, and far from an overflow. */
    private static final int EXPONENT_MAX = 100_000;

    private static final int UINT64_BITS = 64;

    private JsonNumber() {}

    /**
     * Writes the number that starts at {@code from}.
     *
     * @param base where the message starts, for what an error says
     * @return how many bytes it has
     */
    static int write(byte[] input, int from, int end, int base, MsgPackWriter out) throws WireException {
        boolean negative = from < end && input[from] == '-';
        int at = negative ? from + 1 : from;
        int first = at;
        long digits = 0;
        int significant = 0;
        int point = -1;
        for (; at < end; at++) {
            int next = input[at];
            if (next >= '0' && next <= '9') {
                if (significant > 0 || next != '0') {
                    significant++;
                }
                digits = digits * 10 + next - '0';
            } else if (next == '.' && point < 0 && at > first) {
                point = at;
            } else {
                break;
            }
        }
        if (at == first || at - 1 == point) {
            throw JsonSource.invalid(at - base);
        }
        if (at == end || (input[at] | 0x20) != 'e') {
            if (point < 0) {
                whole(negative, digits, significant, input, from, at, out);
            } else {
                real(negative, digits, significant, point + 1 - at, input, from, at, out);
            }
            return at - from;
        }
        int fraction = point < 0 ? 0 : at - point - 1;
        int exponentAt = at + 1;
        boolean below = exponentAt < end && input[exponentAt] == '-';
        if (exponentAt < end && (below || input[exponentAt] == '+')) {
            exponentAt++;
        }
        int exponent = 0;
        for (at = exponentAt; at < end && input[at] >= '0' && input[at] <= '9'; at++) {
            exponent = Math.min(EXPONENT_MAX, exponent * 10 + input[at] - '0');
        }
        if (at == exponentAt) {
            throw JsonSource.invalid(at - base);
        }
        real(negative, digits, significant, (below ? -exponent : exponent) - fraction, input, from, at, out);
        return at - from;
    }

    private static void whole(
            boolean negative, long digits, int significant, byte[] input, int from, int to, MsgPackWriter out) {
        if (significant > DIGITS_MAX || (negative && digits < 0)) {
            BigInteger value = new BigInteger(text(input, from, to));
            if (value.bitLength() < Long.SIZE) {
                out.integer(value.longValue());
            } else if (value.signum() > 0 && value.bitLength() <= UINT64_BITS) {
                out.unsigned(value.longValue());
            } else {
                nearest(text(input, from, to), out);
            }
        } else if (negative && digits == 0) {
            out.real(-0.0); // an integer would lose the sign
        } else if (digits < 0) {
            out.unsigned(digits);
        } else {
            out.integer(negative ? -digits : digits);
        }
    }

    /** Digits and a power of ten that doubles hold exactly give the nearest double in one operation (Clinger 1990). */
    private static void real(
            boolean negative,
            long digits,
            int significant,
            int exponent,
            byte[] input,
            int from,
            int to,
            MsgPackWriter out) {
        boolean isExact = significant < DIGITS_MAX && digits <= EXACT_MAX;
        if (significant == 0) {
            out.real(negative ? -0.0 : 0.0);
        } else if (isExact && Math.abs(exponent) < TENS.length) {
            double value = exponent < 0 ? digits / TENS[-exponent] : digits * TENS[exponent];
            out.real(negative ? -value : value);
        } else {
            nearest(text(input, from, to), out);
        }
    }

    private static void nearest(String text, MsgPackWriter out) {
        double value = Double.parseDouble(text);
        if (Double.isFinite(value)) {
            out.real(value);
        } else {
            out.string(text);
        }
    }

    private static String text(byte[] input, int from, int to) {
        return new String(input, from, to - from, StandardCharsets.US_ASCII);
    }
}
