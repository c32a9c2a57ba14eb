package io.tickgate.core.session;

/** The topics that hold a user's own notifications. No client names them: they come with {@code notifications}. */
public final class UserTopics {
    /** The internal family of all of them. */
    public static final String FAMILY = "user";

    private UserTopics() {}

    /** The name of one user's topic. */
    public static String of(String userId) {
        return FAMILY + ":" + userId;
    }
}
