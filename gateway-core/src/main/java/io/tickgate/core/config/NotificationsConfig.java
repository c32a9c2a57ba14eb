package io.tickgate.core.config;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;

/**
 * What is kept of notifications and of the users they are for.
 *
 * @param timeZone of quiet hours whose user named none
 */
public record NotificationsConfig(
        int maxKept, long maxBytes, Duration ttl, int maxReadMarks, int maxUsers, ZoneId timeZone) {
    static final Setting<Integer> MAX_KEPT = Setting.integer(
            "notifications.max-kept", 1, 1_000_000, 10_000, "Notifications kept; beyond it the oldest go first.");
    /** 10,000 like the guide's, of 400 bytes and what an entry costs beside them, fit twice. */
    static final Setting<Long> MAX_BYTES = Setting.size(
            "notifications.max-bytes", "64KiB", "16GiB", "16MiB", "Bytes of them; beyond it the oldest go first.");

    static final Setting<Duration> TTL =
            Setting.duration("notifications.ttl", "1s", "720h", "24h", "How long a notification is kept.");
    static final Setting<Integer> MAX_READ_MARKS = Setting.integer(
            "notifications.max-read-marks",
            0,
            10_000_000,
            50_000,
            "Marks of users who read a public notification; they go with it. Beyond it marking one is refused.");
    static final Setting<Integer> MAX_USERS = Setting.integer(
            "notifications.max-users", 0, 10_000_000, 10_000, "Users with preferences; one more is refused with 503.");
    static final Setting<String> TIME_ZONE = Setting.text(
            "notifications.time-zone",
            "[A-Za-z0-9_+/-]{1,64}",
            "the IANA name of a time zone",
            "UTC",
            "Of quiet hours, where a user names no zone.");

    static final List<Setting<?>> ALL = List.of(MAX_KEPT, MAX_BYTES, TTL, MAX_READ_MARKS, MAX_USERS, TIME_ZONE);

    public static final NotificationsConfig DEFAULT = of(ConfigValues.NONE);

    public NotificationsConfig {
        MAX_KEPT.check(maxKept);
        MAX_BYTES.check(maxBytes);
        TTL.check(ttl);
        MAX_READ_MARKS.check(maxReadMarks);
        MAX_USERS.check(maxUsers);
    }

    static NotificationsConfig of(ConfigValues values) {
        return new NotificationsConfig(
                values.get(MAX_KEPT),
                values.get(MAX_BYTES),
                values.get(TTL),
                values.get(MAX_READ_MARKS),
                values.get(MAX_USERS),
                zone(values.get(TIME_ZONE)));
    }

    private static ZoneId zone(String name) {
        try {
            return ZoneId.of(name);
        } catch (DateTimeException e) {
            throw new ConfigException(TIME_ZONE.key(), "must be the IANA name of a time zone, was \"" + name + '"');
        }
    }
}
