package io.tickgate.core.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A number of bytes, written with a binary unit.
 *
 * @param autoAllowed whether {@code auto} may stand for "as {@code limits.memory} allows"; its value is {@link #AUTO}
 */
record SizeType(long min, long max, boolean autoAllowed) implements SettingType<Long> {
    static final long AUTO = 0;

    private static final Pattern TEXT = Pattern.compile("(\\d{1,15})\\s*(B|KiB|MiB|GiB)?");

    @Override
    public Long parse(String text) {
        if (autoAllowed && text.equals("auto")) {
            return AUTO;
        }
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("must be a size such as 64KiB, " + range() + ", was \"" + text + '"');
        }
        long number = Long.parseLong(matcher.group(1));
        String unit = matcher.group(2) == null ? "B" : matcher.group(2);
        int shift = "BKMG".indexOf(unit.charAt(0)) * 10;
        // Fifteen digits may overflow once they are shifted; what is larger than the range is refused all the same.
        long bytes = number > Long.MAX_VALUE >> shift ? Long.MAX_VALUE : number << shift;
        if (bytes == AUTO && autoAllowed) {
            throw new IllegalArgumentException("must be " + range() + ", was \"" + text + '"');
        }
        check(bytes);
        return bytes;
    }

    @Override
    public String format(Long value) {
        return value == AUTO && autoAllowed ? "auto" : text(value);
    }

    /** The largest unit that divides it. */
    static String text(long bytes) {
        if (bytes == 0 || bytes % 1024 != 0) {
            return bytes + "B";
        }
        if (bytes % (1L << 30) == 0) {
            return (bytes >> 30) + "GiB";
        }
        return bytes % (1 << 20) == 0 ? (bytes >> 20) + "MiB" : (bytes >> 10) + "KiB";
    }

    @Override
    public String range() {
        return text(min) + " to " + text(max) + (autoAllowed ? ", or auto" : "");
    }

    @Override
    public void check(Long value) {
        boolean isAuto = autoAllowed && value == AUTO;
        if (!isAuto && (value < min || value > max)) {
            throw new IllegalArgumentException("must be " + range() + ", was " + text(value));
        }
    }
}
