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
 * What each user does not want pushed, and did not want before: a notification is judged by what was in force when it was
 * published, be it pushed then or recovered later. Written by the home of notifications alone; every loop reads.
 *
 * <p>Changes are numbered, so that a publication can name the one that it came after: by this gateway alone, or where several
 * share them by their offsets in {@link NotificationTopics#STATE}.
 *
 * <p><b>Bound:</b> {@code notifications.max-users}, and as many again who want everything pushed by now; of each the last
 * {@value #CHOICES_MAX} choices.
 */
final class Preferences {
    /** What was published before the oldest of them is judged by that one. */
    static final int CHOICES_MAX = 5;

    /**
     * What a user wants.
     *
     * @param from the number of the change that brought it; in force for what is published from then on
     * @param before what it replaced; null for the user's first choice, or the oldest that is kept
     */
    private record Choice(
            NotificationPreferences preferences,
            long from,
            @Nullable Choice before) {
        boolean wantsEverything() {
            return preferences.equals(NotificationPreferences.DEFAULT);
        }

        /** The newest {@code count}, the oldest of which stands for all before it. */
        Choice newest(int count) {
            return before == null
                    ? this
                    : count == 1
                            ? new Choice(preferences, 0, null)
                            : new Choice(preferences, from, before.newest(count - 1));
        }
    }

    private final ConcurrentHashMap<String, Choice> byUser = new ConcurrentHashMap<>();
    private final int usersMax;
    private final ZoneId timeZone;
    private int users;
    private long changes;

    /** @param timeZone of users who named none */
    Preferences(int usersMax, ZoneId timeZone) {
        this.usersMax = usersMax;
        this.timeZone = timeZone;
    }

    NotificationPreferences of(String userId) {
        return at(userId, Long.MAX_VALUE);
    }

    private NotificationPreferences at(String userId, long change) {
        Choice choice = byUser.get(userId);
        while (choice != null && choice.from > change) {
            choice = choice.before;
        }
        return choice == null ? NotificationPreferences.DEFAULT : choice.preferences;
    }

    /** Users who do not want everything pushed. */
    int size() {
        return users;
    }

    /** The number of the last change. The home of notifications alone. */
    long changes() {
        return changes;
    }

    /** Whether there is a place for {@code userId} to want something else than by now. */
    boolean hasRoomFor(String userId, NotificationPreferences preferences) {
        Choice before = byUser.get(userId);
        boolean wanted = before == null || before.wantsEverything();
        return !wanted || preferences.equals(NotificationPreferences.DEFAULT) || users < usersMax;
    }

    /**
     * Replaces what a user wants, whether there is a place or not.
     *
     * @param change larger than that of any before; one that changes nothing keeps its number for others
     */
    void put(String userId, NotificationPreferences preferences, long change) {
        changes = Math.max(changes, change);
        Choice before = byUser.get(userId);
        boolean wanted = before == null || before.wantsEverything();
        boolean wants = preferences.equals(NotificationPreferences.DEFAULT);
        if ((wants && wanted) || (before != null && preferences.equals(before.preferences()))) {
            // Nothing changes, and an earlier choice keeps its place.
            return;
        }
        if (before == null && byUser.size() >= 2L * usersMax) {
            byUser.values().removeIf(Choice::wantsEverything);
        }
        byUser.put(userId, new Choice(preferences, change, before).newest(CHOICES_MAX));
        users += wants ? -1 : wanted ? 1 : 0;
    }

    /** Whether anybody ever had a choice. Any thread. */
    boolean isAnyKnown() {
        return !byUser.isEmpty();
    }

    /** Everybody wants everything. */
    void clear() {
        byUser.clear();
        users = 0;
        changes = 0;
    }

    /** Whether a user does not want a notification pushed that is published now. */
    boolean isMuted(String userId, String type, Priority priority, long nowMillis) {
        return isMuted(at(userId, changes), type, priority, nowMillis);
    }

    private boolean isMuted(NotificationPreferences preferences, String type, Priority priority, long epochMillis) {
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

    /** Who does not get a notification pushed that is published now; null while everybody does, so that nobody is asked. */
    @Nullable
    Exclusion muting(String type, Priority priority, long nowMillis) {
        return users == 0 ? null : mutingAt(changes, type, priority, nowMillis);
    }

    /** The same for one that came after that change. Any thread. */
    Exclusion mutingAt(long change, String type, Priority priority, long epochMillis) {
        return new Muting(this, change, type, priority, epochMillis);
    }

    private record Muting(Preferences preferences, long change, String type, Priority priority, long epochMillis)
            implements Exclusion {
        @Override
        public boolean excludes(Subscriber subscriber) {
            String userId = subscriber.userId();
            return userId != null && preferences.isMuted(preferences.at(userId, change), type, priority, epochMillis);
        }
    }
}
