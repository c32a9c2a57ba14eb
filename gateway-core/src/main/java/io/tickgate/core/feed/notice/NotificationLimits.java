package io.tickgate.core.feed.notice;

import io.tickgate.protocol.wire.WireLimits;
import java.time.ZoneId;

/**
 * How much is kept of notifications.
 *
 * @param keptMax {@code notifications.max-kept}
 * @param bytesMax {@code notifications.max-bytes}
 * @param ttlNanos {@code notifications.ttl}
 * @param readMarksMax {@code notifications.max-read-marks}
 * @param usersMax {@code notifications.max-users}
 * @param timeZone {@code notifications.time-zone}
 * @param bodies of the messages that bring notifications and preferences
 */
public record NotificationLimits(
        int keptMax,
        long bytesMax,
        long ttlNanos,
        int readMarksMax,
        int usersMax,
        ZoneId timeZone,
        WireLimits bodies) {}
