package io.tickgate.protocol.codec;

/** Times as the wire writes them: {@code yyyy-MM-ddTHH:mm:ss.SSSZ}, UTC. */
public final class Timestamps {
    /** Bytes of a written time. */
    public static final int LENGTH = 24;

    /** What {@link #parse} gives for a text that is no time. */
    public static final long INVALID = Long.MIN_VALUE;

    private static final long DAY_MILLIS = 86_400_000L;
    /** 0000-01-01 and 9999-12-31T23:59:59.999, the first and last that four digits of a year can say. */
    private static final long FIRST_MILLIS = -62_167_219_200_000L;

    private static final long LAST_MILLIS = 253_402_300_799_999L;
    private static final int DIGITS_FROM = 20;
    /** Nanoseconds: no clock tells more, and a longer fraction is no time any more. */
    private static final int FRACTION_DIGITS_MAX = 9;

    private Timestamps() {}

    /**
     * Writes {@value #LENGTH} ASCII bytes from {@code offset} on, without allocating.
     *
     * @param epochMillis Unix time; what lies outside the years 0 to 9999 is written as the nearest time inside
     */
    public static void write(long epochMillis, byte[] target, int offset) {
        long millis = Math.max(FIRST_MILLIS, Math.min(LAST_MILLIS, epochMillis));
        long day = Math.floorDiv(millis, DAY_MILLIS);
        int ofDay = (int) Math.floorMod(millis, DAY_MILLIS);
        // Years that start in March make the leap day the last one (the proleptic Gregorian calendar repeats every
        // 146097 days, 400 years).
        long shifted = day + 719_468;
        long era = Math.floorDiv(shifted, 146_097);
        int ofEra = (int) (shifted - era * 146_097);
        int yearOfEra = (ofEra - ofEra / 1460 + ofEra / 36_524 - ofEra / 146_096) / 365;
        int ofYear = ofEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
        int marchMonth = (5 * ofYear + 2) / 153;
        int dayOfMonth = ofYear - (153 * marchMonth + 2) / 5 + 1;
        int month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
        int year = (int) (yearOfEra + era * 400) + (month <= 2 ? 1 : 0);
        digits(year, 4, target, offset);
        target[offset + 4] = '-';
        digits(month, 2, target, offset + 5);
        target[offset + 7] = '-';
        digits(dayOfMonth, 2, target, offset + 8);
        target[offset + 10] = 'T';
        digits(ofDay / 3_600_000, 2, target, offset + 11);
        target[offset + 13] = ':';
        digits(ofDay / 60_000 % 60, 2, target, offset + 14);
        target[offset + 16] = ':';
        digits(ofDay / 1000 % 60, 2, target, offset + 17);
        target[offset + 19] = '.';
        digits(ofDay % 1000, 3, target, offset + 20);
        target[offset + 23] = 'Z';
    }

    /** The {@value #LENGTH} bytes of a time, in an array of their own. */
    public static byte[] toAscii(long epochMillis) {
        byte[] ascii = new byte[LENGTH];
        write(epochMillis, ascii, 0);
        return ascii;
    }

    /**
     * Reads a time in UTC whose fraction is optional; what lies below the millisecond is cut off.
     *
     * @return Unix time in milliseconds, or {@link #INVALID} when the text is no such time
     */
    public static long parse(String text) {
        int length = text.length();
        if (length < DIGITS_FROM
                || text.charAt(length - 1) != 'Z'
                || text.charAt(4) != '-'
                || text.charAt(7) != '-'
                || text.charAt(10) != 'T'
                || text.charAt(13) != ':'
                || text.charAt(16) != ':') {
            return INVALID;
        }
        int year = number(text, 0, 4);
        int month = number(text, 5, 7);
        int day = number(text, 8, 10);
        int hour = number(text, 11, 13);
        int minute = number(text, 14, 16);
        int second = number(text, 17, 19);
        int millis = fraction(text, 19, length - 1);
        if (year < 0 || month < 1 || month > 12 || day < 1 || day > daysOfMonth(year, month)) {
            return INVALID;
        }
        if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59 || millis < 0) {
            return INVALID;
        }
        int marchYear = month <= 2 ? year - 1 : year;
        int era = Math.floorDiv(marchYear, 400);
        int yearOfEra = marchYear - era * 400;
        int ofYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
        long days = era * 146_097L + yearOfEra * 365L + yearOfEra / 4 - yearOfEra / 100 + ofYear - 719_468;
        return days * DAY_MILLIS + ((hour * 60L + minute) * 60 + second) * 1000 + millis;
    }

    private static int daysOfMonth(int year, int month) {
        return switch (month) {
            case 2 -> year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28;
            case 4, 6, 9, 11 -> 30;
            default -> 31;
        };
    }

    /** The milliseconds between {@code from} and {@code end}: none, or a point and at least one digit. */
    private static int fraction(String text, int from, int end) {
        if (from == end) {
            return 0;
        }
        int count = end - from - 1;
        if (text.charAt(from) != '.' || count < 1 || count > FRACTION_DIGITS_MAX || number(text, from + 1, end) < 0) {
            return -1;
        }
        int shown = Math.min(3, count);
        int millis = number(text, from + 1, from + 1 + shown);
        for (int i = shown; i < 3; i++) {
            millis *= 10;
        }
        return millis;
    }

    private static int number(String text, int from, int to) {
        int value = 0;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return -1;
            }
            value = value * 10 + c - '0';
        }
        return value;
    }

    private static void digits(int value, int count, byte[] target, int offset) {
        for (int i = offset + count - 1; i >= offset; i--) {
            target[i] = (byte) ('0' + value % 10);
            value /= 10;
        }
    }
}
