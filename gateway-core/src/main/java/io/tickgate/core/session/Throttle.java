package io.tickgate.core.session;

import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Lets the publications of one session leave no faster than it was granted, and wakes its queue when more may leave.
 *
 * <p><b>Owner:</b> the session's loop. One timer at most, which ends with the limit or the session.
 */
final class Throttle {
    private final SessionServices services;
    private final Runnable wake;
    private @Nullable Allowance allowance;
    private @Nullable Future<?> timer;
    private boolean waking;

    /** @param wake runs when something may leave again */
    Throttle(SessionServices services, Runnable wake) {
        this.services = services;
        this.wake = wake;
    }

    boolean isOn() {
        return allowance != null;
    }

    /** @param maxKbps kilobits a second, 0 for none at all; null for no limit */
    void limit(@Nullable Integer maxKbps) {
        cancel();
        allowance = maxKbps == null ? null : new Allowance(maxKbps, allowance, now());
    }

    /** Tells {@code lanes} how much may leave now. */
    void before(Lanes lanes) {
        lanes.allow(allowance == null ? Integer.MAX_VALUE : allowance.bytes(now()));
    }

    /** Pays for what has left. */
    void after(Lanes lanes) {
        int spent = lanes.takeSpent();
        if (allowance != null) {
            allowance.spend(spent, now());
        }
    }

    /** Whether something of {@code lanes} may leave now; where that is for want of allowance alone, it is woken in time. */
    boolean mayGoOn(Lanes lanes) {
        Allowance rate = allowance;
        if (rate == null || !lanes.isAnswered() || rate.bytes(now()) > 0) {
            return true;
        }
        if (!waking && !rate.isPaused()) {
            waking = true;
            timer = services.shard().loop().schedule(this::onTime, rate.waitNanos(now()), TimeUnit.NANOSECONDS);
        }
        return false;
    }

    private void onTime() {
        waking = false;
        wake.run();
    }

    /** The timer is not needed any more. */
    void cancel() {
        waking = false;
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }

    private long now() {
        return services.clock().nanoTime();
    }
}
