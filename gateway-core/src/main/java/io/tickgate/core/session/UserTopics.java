package io.tickgate.core.session;

/** The topics that hold a user's own notifications. No client names them: they come with {@code notifications}. */
public final class UserTopics {
    /** The internal family of all of them. */
    public static final String FAMILY = "user";

    /** The topic that brings them. */
    public static final String BROUGHT_BY = "notifications";

    private UserTopics() {}

    /** The name of one user's topic. */
    public static String of(String userId) {
        return FAMILY + ":" + userId;
    }

    /** Whether a topic of that name is some user's own. */
    public static boolean isOne(String topic) {
        return topic.startsWith(FAMILY + ":");
    }
}
