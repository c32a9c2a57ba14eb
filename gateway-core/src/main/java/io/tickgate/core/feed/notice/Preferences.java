package io.tickgate.core.feed.notice;

import io.tickgate.core.broadcast.Exclusion;
import io.tickgate.core.broadcast.Subscriber;
import io.tickgate.protocol.message.NotificationPreferences;
import io.tickgate.protocol.message.Priority;
import java.time.Instant;
import java.time.ZoneId;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What each user does not want pushed. Written by the home of notifications alone; every loop reads.
 *
 * <p><b>Bound:</b> {@code notifications.max-users}; who wants everything pushed takes no place.
 */
final class Preferences {
    private final ConcurrentHashMap<String, NotificationPreferences> byUser = new ConcurrentHashMap<>();
    private final int usersMax;
    private final ZoneId timeZone;

    /** @param timeZone of users who named none */
    Preferences(int usersMax, ZoneId timeZone) {
        this.usersMax = usersMax;
        this.timeZone = timeZone;
    }

    NotificationPreferences of(String userId) {
        return byUser.getOrDefault(userId, NotificationPreferences.DEFAULT);
    }

    int size() {
        return byUser.size();
    }

    /** @return false when there is no place for one more user */
    boolean tryPut(String userId, NotificationPreferences preferences) {
        if (preferences.equals(NotificationPreferences.DEFAULT)) {
            byUser.remove(userId);
            return true;
        }
        if (byUser.size() >= usersMax && !byUser.containsKey(userId)) {
            return false;
        }
        byUser.put(userId, preferences);
        return true;
    }

    /** Whether a user does not want a notification pushed that was published at that time. */
    boolean isMuted(String userId, String type, Priority priority, long epochMillis) {
        NotificationPreferences preferences = byUser.get(userId);
        if (preferences == null) {
            return false;
        }
        if (preferences.muteAll() || Boolean.FALSE.equals(preferences.types().get(type))) {
            return true;
        }
        boolean isPressing = priority == Priority.HIGH || priority == Priority.URGENT;
        return !isPressing
                && preferences.quietHoursStart() != null
                && preferences.isQuiet(hour(preferences, epochMillis));
    }

    private int hour(NotificationPreferences preferences, long epochMillis) {
        String named = preferences.timeZone();
        ZoneId zone = named == null ? timeZone : ZoneId.of(named);
        return Instant.ofEpochMilli(epochMillis).atZone(zone).getHour();
    }

    /** Who does not get a notification pushed; null while nobody has preferences, so that nobody is asked. */
    @Nullable
    Exclusion muting(String type, Priority priority, long epochMillis) {
        return byUser.isEmpty() ? null : new Muting(this, type, priority, epochMillis);
    }

    private record Muting(Preferences preferences, String type, Priority priority, long epochMillis)
            implements Exclusion {
        @Override
        public boolean excludes(Subscriber subscriber) {
            String userId = subscriber.userId();
            return userId != null && preferences.isMuted(userId, type, priority, epochMillis);
        }
    }
}
