package io.tickgate.core.session;

/**
 * When a session was last heard of while the gateway listened, and whether its socket still takes bytes.
 *
 * <p><b>Owner:</b> the session's loop.
 */
final class Liveness {
    private final SessionLimits limits;
    private long heardAtNanos;
    private long pingedAtNanos;
    private long deafSinceNanos;
    private boolean isDeaf;
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

    /** The gateway stops, or goes on, reading from the client, whose silence meanwhile is none. */
    void onReading(boolean isReading, long nowNanos) {
        if (isReading == !isDeaf) {
            return;
        }
        isDeaf = !isReading;
        if (isDeaf) {
            deafSinceNanos = nowNanos;
        } else {
            // A frame may have come through meanwhile, of what had been read before.
            heardAtNanos = Math.min(nowNanos, heardAtNanos + (nowNanos - deafSinceNanos));
        }
    }

    /** The loop did not run for so long. Nobody was asked, read or sent anything meanwhile, so that time counts for nothing. */
    void onStandstill(long lostNanos, long nowNanos) {
        if (!isDeaf) {
            heardAtNanos = Math.min(nowNanos, heardAtNanos + lostNanos);
        }
        pingedAtNanos = Math.min(nowNanos, pingedAtNanos + lostNanos);
        progressAtNanos = Math.min(nowNanos, progressAtNanos + lostNanos);
    }

    /** @param waits whether anything waits for the socket: only then is the connection looked at */
    Verdict check(long nowNanos, Connection connection, boolean waits) {
        if (isStalled(nowNanos, connection, waits)) {
            return Verdict.STALLED;
        }
        if (!isDeaf && nowNanos - heardAtNanos >= limits.idleNanos()) {
            return Verdict.IDLE;
        }
        if (nowNanos - Math.max(heardAtNanos, pingedAtNanos) >= limits.heartbeatNanos()) {
            pingedAtNanos = nowNanos;
            return Verdict.PING;
        }
        return Verdict.FINE;
    }

    private boolean isStalled(long nowNanos, Connection connection, boolean waits) {
        if (!waits) {
            progressAtNanos = nowNanos;
            return false;
        }
        long progressNow = connection.progress();
        if (!connection.hasPending() || progressNow != progress) {
            progress = progressNow;
            progressAtNanos = nowNanos;
            return false;
        }
        return nowNanos - progressAtNanos >= limits.writeStallNanos();
    }
}
