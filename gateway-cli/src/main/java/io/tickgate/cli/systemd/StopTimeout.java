package io.tickgate.cli.systemd;

import io.tickgate.core.config.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How long systemd waits for a service that it has told to stop, before it kills it: {@code TimeoutStopSec}.
 *
 * @param place where it was said; where it would be said, if it was not
 * @param text as it was said
 * @param limit null for ever
 */
public record StopTimeout(
        String place, String text, @Nullable Duration limit) {
    private static final String STANDARD = "90s";
    private static final Pattern SETTING = Pattern.compile("\\s*Timeout(Stop)?Sec\\s*=\\s*(.*?)\\s*");
    private static final Pattern SPAN = Pattern.compile("(\\d+)\\s*([a-z]*)\\s*");
    private static final Map<String, Duration> UNITS = Map.of(
            "", Duration.ofSeconds(1),
            "ms", Duration.ofMillis(1),
            "s", Duration.ofSeconds(1),
            "sec", Duration.ofSeconds(1),
            "m", Duration.ofMinutes(1),
            "min", Duration.ofMinutes(1),
            "h", Duration.ofHours(1));

    /**
     * Reads a unit, without its drop-ins.
     *
     * @throws ConfigException when it cannot be read, or says something that is no time span of systemd.time(7)
     */
    public static StopTimeout of(Path unit) {
        StopTimeout last = new StopTimeout(unit.toString(), STANDARD, limit(STANDARD));
        List<String> lines;
        try {
            lines = Files.readAllLines(unit);
        } catch (IOException e) {
            throw new ConfigException("--unit", "cannot read " + unit + ": " + e.getMessage());
        }
        for (int i = 0; i < lines.size(); i++) {
            Matcher setting = SETTING.matcher(lines.get(i));
            if (setting.matches()) {
                String place = unit + ":" + (i + 1);
                try {
                    last = new StopTimeout(place, setting.group(2), limit(setting.group(2)));
                } catch (IllegalArgumentException e) {
                    throw new ConfigException("TimeoutStopSec", String.valueOf(e.getMessage())).at(place);
                }
            }
        }
        return last;
    }

    private static @Nullable Duration limit(String text) {
        if (text.equals("infinity") || text.equals("0")) {
            return null;
        }
        Duration sum = Duration.ZERO;
        Matcher span = SPAN.matcher(text);
        int end = 0;
        while (end < text.length() && span.find(end) && span.start() == end) {
            Duration unit = UNITS.get(span.group(2));
            if (unit == null || span.group(1).length() > 9) {
                break;
            }
            sum = sum.plus(unit.multipliedBy(Long.parseLong(span.group(1))));
            end = span.end();
        }
        if (text.isEmpty() || end < text.length()) {
            throw new IllegalArgumentException("must be a time span such as 90s or 1min 30s, was \"" + text + '"');
        }
        return sum;
    }

    /** @throws ConfigException when systemd would kill a service that is still stopping */
    public void requireAtLeast(Duration needed) {
        if (limit != null && limit.compareTo(needed) < 0) {
            throw new ConfigException(
                            "drain.window",
                            "a stop may take " + seconds(needed) + " (timeouts.drain-delay, drain.window and"
                                    + " timeouts.shutdown), but TimeoutStopSec is " + text)
                    .at(place);
        }
    }

    private static String seconds(Duration duration) {
        return duration.toMillis() / 1000.0 + " s";
    }
}
