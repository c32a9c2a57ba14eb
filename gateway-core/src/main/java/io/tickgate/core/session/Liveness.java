package io.tickgate.core.session;

/**
 * When a session was last heard of, and whether its socket still takes bytes.
 *
 * <p><b>Owner:</b> the session's loop.
 */
final class Liveness {
    private final SessionLimits limits;
    private long heardAtNanos;
    private long pingedAtNanos;
    private long progress;
    private long progressAtNanos;

    Liveness(SessionLimits limits, long nowNanos) {
        this.limits = limits;
        this.heardAtNanos = nowNanos;
        this.pingedAtNanos = nowNanos;
        this.progressAtNanos = nowNanos;
    }

    /** What the session must do now. */
    enum Verdict {
        FINE,
        PING,
        IDLE,
        STALLED
    }

    /** Any frame is life, a pong included: a client that only listens and answers pings is never idle. */
    void onFrame(long nowNanos) {
        heardAtNanos = nowNanos;
    }

    Verdict check(long nowNanos, Connection connection) {
        if (isStalled(nowNanos, connection)) {
            return Verdict.STALLED;
        }
        if (nowNanos - heardAtNanos >= limits.idleNanos()) {
            return Verdict.IDLE;
        }
        if (nowNanos - Math.max(heardAtNanos, pingedAtNanos) >= limits.heartbeatNanos()) {
            pingedAtNanos = nowNanos;
            return Verdict.PING;
        }
        return Verdict.FINE;
    }

    private boolean isStalled(long nowNanos, Connection connection) {
        long progressNow = connection.progress();
        if (!connection.hasPending() || progressNow != progress) {
            progress = progressNow;
            progressAtNanos = nowNanos;
            return false;
        }
        return nowNanos - progressAtNanos >= limits.writeStallNanos();
    }
}
