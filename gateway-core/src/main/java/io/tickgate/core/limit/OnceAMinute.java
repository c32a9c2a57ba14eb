package io.tickgate.core.limit;

import java.util.concurrent.atomic.AtomicLong;

/** What many can cause at once and as often as they like, such as a line of the log, and is done at most once a minute. Any thread. */
public final class OnceAMinute {
    private static final long MINUTE_NANOS = 60_000_000_000L;

    private final AtomicLong quietUntilNanos;

    /** The first may come at once. */
    public OnceAMinute(long nowNanos) {
        quietUntilNanos = new AtomicLong(nowNanos);
    }

    /** Whether it is done now, and by the caller: of those who ask at once one hears yes. */
    public boolean tryBegin(long nowNanos) {
        long quietUntil = quietUntilNanos.get();
        while (nowNanos - quietUntil >= 0) {
            if (quietUntilNanos.compareAndSet(quietUntil, nowNanos + MINUTE_NANOS)) {
                return true;
            }
            quietUntil = quietUntilNanos.get();
        }
        return false;
    }
}
