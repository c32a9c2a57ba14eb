package io.tickgate.core.session;

import io.tickgate.core.broadcast.Topic;

/** Looks into a session on behalf of tests in other packages. */
public final class SessionProbe {
    private SessionProbe() {}

    /** Commands that are not answered yet. */
    public static int pendingAnswers(Session session) {
        return session.answers().pending();
    }

    /** Whether the session is placed so that publications of {@code topic} reach it. */
    public static boolean covers(Session session, Topic topic) {
        return session.subscriptions().covers(topic);
    }
}
