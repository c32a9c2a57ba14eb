package io.tickgate.core.session;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * How many bytes of publications may leave for one client now, when it has asked for no more than so much a second: a token
 * bucket. What is sent is paid for afterwards, so that a frame larger than the bucket leaves as well, and the next one later.
 *
 * <p><b>Owner:</b> the session's loop.
 */
final class Allowance {
    /** For how long what was not sent may be made up for. */
    private static final long BURST_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    /** What is saved up before more leaves: a send each for less costs more than it gives. */
    private static final long WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private static final int BITS_PER_BYTE = 8;

    private final long bytesPerSecond;
    private long paidUntilNanos;

    /**
     * @param kbps kilobits a second; 0 for nothing at all
     * @param before what held so far, whose debts go on; null for nothing
     */
    Allowance(int kbps, @Nullable Allowance before, long nowNanos) {
        this.bytesPerSecond = kbps * 1_000L / BITS_PER_BYTE;
        this.paidUntilNanos = before == null ? nowNanos - BURST_NANOS : nowNanos + nanos(before.debtBytes(nowNanos));
    }

    /** What has left and is not paid for. */
    private long debtBytes(long nowNanos) {
        long debtMillis = TimeUnit.NANOSECONDS.toMillis(Math.max(0, paidUntilNanos - nowNanos));
        return debtMillis * bytesPerSecond / TimeUnit.SECONDS.toMillis(1);
    }

    private long nanos(long bytes) {
        return isPaused() ? 0 : TimeUnit.SECONDS.toMicros(bytes) / bytesPerSecond * TimeUnit.MICROSECONDS.toNanos(1);
    }

    /** Whether nothing leaves until other limits are set. */
    boolean isPaused() {
        return bytesPerSecond == 0;
    }

    /** How many bytes may leave now; none when it is 0. */
    int bytes(long nowNanos) {
        long nanos = nowNanos - Math.max(paidUntilNanos, nowNanos - BURST_NANOS);
        return nanos < 0 ? 0 : (int) Math.min(1 << 20, bytesPerSecond * nanos / TimeUnit.SECONDS.toNanos(1));
    }

    /** {@code bytes} have left. */
    void spend(int bytes, long nowNanos) {
        if (!isPaused()) {
            paidUntilNanos = Math.max(paidUntilNanos, nowNanos - BURST_NANOS) + nanos(bytes);
        }
    }

    /** How long to wait until something may leave; of no meaning when paused. */
    long waitNanos(long nowNanos) {
        return Math.max(0, paidUntilNanos - nowNanos) + WAIT_NANOS;
    }
}
