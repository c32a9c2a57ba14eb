package io.tickgate.core.config;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A length of time: {@code 1500ms}, {@code 30s}, {@code 2m}, {@code 1h}. */
record DurationType(Duration min, Duration max) implements SettingType<Duration> {
    private static final Pattern TEXT = Pattern.compile("(\\d{1,9})\\s*(ms|s|m|h)");

    @Override
    public Duration parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "must be a duration such as 1500ms, 30s or 2m, " + range() + ", was \"" + text + '"');
        }
        long number = Long.parseLong(matcher.group(1));
        Duration value = switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(number);
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            default -> Duration.ofHours(number);
        };
        check(value);
        return value;
    }

    @Override
    public String format(Duration value) {
        return text(value);
    }

    /** In the largest unit that divides it, seconds up to two minutes. */
    static String text(Duration value) {
        long millis = value.toMillis();
        if (millis % 1_000 != 0) {
            return millis + "ms";
        }
        long seconds = millis / 1_000;
        if (seconds == 0 || seconds % 60 != 0 || seconds < 120) {
            return seconds + "s";
        }
        return seconds % 3_600 == 0 ? seconds / 3_600 + "h" : seconds / 60 + "m";
    }

    @Override
    public String range() {
        return text(min) + " to " + text(max);
    }

    @Override
    public void check(Duration value) {
        if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
            throw new IllegalArgumentException("must be " + range() + ", was " + text(value));
        }
    }
}
