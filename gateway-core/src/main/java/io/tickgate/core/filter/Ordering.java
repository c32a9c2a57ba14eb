package io.tickgate.core.filter;

/** Which of two values comes first. Each gives a number below 0, 0, or one above 0, as comparators do. */
final class Ordering {
    /** 2^63: the first double above every long. */
    private static final double LONG_END = 0x1p63;

    private Ordering() {}

    /** By code points, so that the order is that of the texts' UTF-8. */
    static int ofTexts(String one, String other) {
        int length = Math.min(one.length(), other.length());
        for (int i = 0; i < length; i++) {
            char a = one.charAt(i);
            char b = other.charAt(i);
            if (a != b) {
                // Surrogates stand for characters above all others, although their own numbers are not the largest.
                boolean areEqual = Character.isSurrogate(a) == Character.isSurrogate(b);
                return areEqual ? a - b : Character.isSurrogate(a) ? 1 : -1;
            }
        }
        return one.length() - other.length();
    }

    /** By their values: -0.0 is 0. Neither is NaN. */
    static int ofNumbers(double one, double other) {
        return one < other ? -1 : one > other ? 1 : 0;
    }

    /** By their exact values, although a double cannot hold every long. */
    static int ofNumbers(long one, double other) {
        if (other >= LONG_END) {
            return -1;
        }
        if (other < -LONG_END) {
            return 1;
        }
        long whole = (long) other;
        // Equal whole parts leave the fraction to decide; beyond 2^53 there is none.
        return one != whole ? Long.compare(one, whole) : ofNumbers(0.0, other - whole);
    }
}
