package io.tickgate.core.admin;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How far somebody got who looks at all sessions: through all loops before {@code loop}, and on that one up to the session
 * with the number {@code serial}. Sessions get larger numbers as they come, so what comes and goes meanwhile moves nothing.
 */
public record SessionCursor(int loop, long serial) {
    public static final SessionCursor START = new SessionCursor(0, 0);

    private static final Pattern SHAPE = Pattern.compile("([0-9]{1,4})-([0-9]{1,18})");

    /** Null when {@code text} is none. */
    public static @Nullable SessionCursor parse(String text) {
        Matcher parts = SHAPE.matcher(text);
        return parts.matches()
                ? new SessionCursor(Integer.parseInt(parts.group(1)), Long.parseLong(parts.group(2)))
                : null;
    }

    /** For the client to give back. */
    public String text() {
        return loop + "-" + serial;
    }
}
