package io.tickgate.protocol.message;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which notifications a user does not want pushed. They are kept for the user all the same.
 *
 * @param muteAll nothing is pushed
 * @param quietHoursStart 0 to 23, the first quiet hour; null, like the end, for none
 * @param quietHoursEnd 0 to 23, the first hour that is not quiet any more; before the start where the night lies between
 * @param types false for a type that is not pushed; one that is not named is pushed
 * @param timeZone of the hours, an IANA name; null for the gateway's
 */
public record NotificationPreferences(
        boolean muteAll,
        @Nullable Integer quietHoursStart,
        @Nullable Integer quietHoursEnd,
        Map<String, Boolean> types,
        @Nullable String timeZone) {
    /** Everything is pushed. */
    public static final NotificationPreferences DEFAULT =
            new NotificationPreferences(false, null, null, Map.of(), null);

    /** Most types that may be named. */
    public static final int TYPES_MAX = 64;

    /** Whether the hours, if any, take that one in. */
    public boolean isQuiet(int hour) {
        Integer start = quietHoursStart;
        Integer end = quietHoursEnd;
        if (start == null || end == null) {
            return false;
        }
        return start <= end ? hour >= start && hour < end : hour >= start || hour < end;
    }
}
