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
    private final BandwidthLimits configured;
    private BandwidthLimits caps;
    private BandwidthLimits wish = BandwidthLimits.NONE;

    /** @param configured what the operator allows ({@code outbound.max-kbps}, {@code outbound.max-hz}) */
    Bandwidth(Session session, BandwidthLimits configured) {
        this.session = session;
        this.configured = configured;
        this.caps = BandwidthLimits.NONE;
    }

    /** From now on the client gets no more than {@code granted} either, by what it has shown. */
    void apply(BandwidthLimits granted) {
        BandwidthLimits before = caps;
        caps = configured.within(granted);
        if (!caps.equals(before)) {
            set(wish);
        }
    }

    /** What the client may have at most. */
    BandwidthLimits caps() {
        return caps;
    }

    /** @return what applies from now on */
    BandwidthLimits set(BandwidthLimits newWish) {
        wish = newWish;
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
