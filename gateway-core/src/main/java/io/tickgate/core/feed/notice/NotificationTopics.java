package io.tickgate.core.feed.notice;

import io.tickgate.core.session.UserTopics;
import org.jspecify.annotations.Nullable;

/** Which topics notifications and what belongs to them are published to. */
public final class NotificationTopics {
    /**
     * What gateways tell each other about read marks and preferences; an internal family of one topic, which is there only
     * where gateways share one.
     */
    public static final String STATE = "notification_state";

    private NotificationTopics() {}

    static String of(@Nullable String userId) {
        return userId == null ? NotificationCenter.CHANNEL : UserTopics.of(userId);
    }

    /** The user whose topic it is; null for those of everybody. */
    static @Nullable String userOf(String channel) {
        String prefix = UserTopics.of("");
        return channel.startsWith(prefix) ? channel.substring(prefix.length()) : null;
    }
}
