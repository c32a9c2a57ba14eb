package io.tickgate.protocol.wire;

import static java.nio.charset.StandardCharsets.US_ASCII;

/** Reads the numbers of checked JSON without allocating, but for those that are too long to be read digit by digit. */
final class JsonNumbers {
    /** Every integer of that many digits fits a long. */
    private static final int LONG_DIGITS = 18;

    /** The powers of ten that a double holds exactly. */
    private static final double[] POWERS = {
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20, 1e21, 1e22
    };

    private JsonNumbers() {}

    static void read(byte[] bytes, int from, int to, int slot, IndexedValues into) {
        boolean negative = bytes[from] == '-';
        int at = negative ? from + 1 : from;
        if (to - at > LONG_DIGITS) {
            readLong(bytes, from, to, slot, into);
            return;
        }
        long digits = 0;
        int fraction = -1;
        for (; at < to; at++) {
            byte b = bytes[at];
            if (b == '.') {
                fraction = 0;
            } else if (b >= '0' && b <= '9') {
                digits = digits * 10 + (b - '0');
                fraction += fraction < 0 ? 0 : 1;
            } else {
                // An exponent.
                into.setReal(slot, parsed(bytes, from, to));
                return;
            }
        }
        if (fraction < 0) {
            into.setWhole(slot, negative ? -digits : digits);
        } else if (digits <= WireReader.EXACT_MAX) {
            // Both are exact, so the quotient is the nearest double.
            double value = digits / POWERS[fraction];
            into.setReal(slot, negative ? -value : value);
        } else {
            into.setReal(slot, parsed(bytes, from, to));
        }
    }

    private static void readLong(byte[] bytes, int from, int to, int slot, IndexedValues into) {
        String text = new String(bytes, from, to - from, US_ASCII);
        try {
            into.setWhole(slot, Long.parseLong(text));
        } catch (NumberFormatException e) {
            // It has a fraction or an exponent, or is beyond a long.
            into.setReal(slot, Double.parseDouble(text));
        }
    }

    private static double parsed(byte[] bytes, int from, int to) {
        return Double.parseDouble(new String(bytes, from, to - from, US_ASCII));
    }
}
