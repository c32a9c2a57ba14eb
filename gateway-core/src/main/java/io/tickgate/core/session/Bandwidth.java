package io.tickgate.core.session;

import io.tickgate.core.broadcast.RateClass;
import io.tickgate.protocol.message.BandwidthLimits;
import org.jspecify.annotations.Nullable;

/**
 * How much one client is sent at most: what it wishes, within what the operator allows.
 *
 * <p><b>Owner:</b> the session's loop.
 */
final class Bandwidth {
    private final Session session;
    private final BandwidthLimits caps;

    /** @param caps what the operator allows ({@code outbound.max-kbps}, {@code outbound.max-hz}) */
    Bandwidth(Session session, BandwidthLimits caps) {
        this.session = session;
        this.caps = caps;
    }

    /** Applies what the operator allows to a new session. */
    void begin() {
        if (!caps.equals(BandwidthLimits.NONE)) {
            set(BandwidthLimits.NONE);
        }
    }

    /** @return what applies from now on */
    BandwidthLimits set(BandwidthLimits wish) {
        BandwidthLimits granted = wish.within(caps);
        Double maxHz = granted.maxHz();
        RateClass rate = maxHz == null ? null : RateClass.atMost(maxHz);
        // What was left out of them so far belongs before the answer, which says what may be left out from now on.
        session.subscriptions().limitRate(rate).forEach(session.queue()::bringForward);
        session.queue().limit(granted.maxKbps());
        return new BandwidthLimits(granted.maxKbps(), hz(rate));
    }

    private static @Nullable Double hz(@Nullable RateClass rate) {
        return rate == null ? null : (Double) rate.hz();
    }
}
