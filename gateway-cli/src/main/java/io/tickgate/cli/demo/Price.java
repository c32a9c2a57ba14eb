package io.tickgate.cli.demo;

import java.math.BigDecimal;

/**
 * A price with the digits that its source wrote, in one long: the number without its point, and how many of its digits
 * stand behind the point. 127.0 stays 127.0, and nothing is ever rounded.
 */
final class Price {
    /** More decimals than this are no price that the file holds. */
    static final int DECIMALS_MAX = 6;

    private static final int DECIMALS_BITS = 3;
    private static final int DECIMALS_MASK = (1 << DECIMALS_BITS) - 1;
    private static final int DIGITS_MAX = 12;
    private static final long[] POWERS_OF_TEN = {1, 10, 100, 1_000, 10_000, 100_000, 1_000_000};

    private Price() {}

    /**
     * Reads digits with an optional point.
     *
     * @throws NumberFormatException when {@code text} is no positive price of at most 12 digits, 6 of them decimals
     */
    static long parse(String text) {
        long digits = 0;
        int count = 0;
        int pointAt = -1;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '.' && pointAt < 0 && i > 0) {
                pointAt = i;
            } else if (c >= '0' && c <= '9' && count < DIGITS_MAX) {
                digits = digits * 10 + c - '0';
                count++;
            } else {
                throw new NumberFormatException(text);
            }
        }
        int decimals = pointAt < 0 ? 0 : text.length() - pointAt - 1;
        if (digits == 0 || decimals > DECIMALS_MAX || pointAt == text.length() - 1) {
            throw new NumberFormatException(text);
        }
        return digits << DECIMALS_BITS | decimals;
    }

    /** The price in millionths, to compare and to compute with. */
    static long millionths(long price) {
        return (price >> DECIMALS_BITS) * POWERS_OF_TEN[DECIMALS_MAX - decimals(price)];
    }

    /** The price as the nearest double, for what is computed of it and not for what is shown. */
    static double toDouble(long price) {
        return (double) (price >> DECIMALS_BITS) / POWERS_OF_TEN[decimals(price)];
    }

    /** The price as it was read. */
    static BigDecimal toDecimal(long price) {
        return BigDecimal.valueOf(price >> DECIMALS_BITS, decimals(price));
    }

    /** Writes the price as it was read. */
    static void append(long price, StringBuilder out) {
        out.append(toDecimal(price).toPlainString());
    }

    private static int decimals(long price) {
        return (int) price & DECIMALS_MASK;
    }
}
