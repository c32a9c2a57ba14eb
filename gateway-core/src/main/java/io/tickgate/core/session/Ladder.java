package io.tickgate.core.session;

import io.tickgate.core.metrics.Counter;
import io.tickgate.core.metrics.ShardCounters;
import org.jspecify.annotations.Nullable;

/**
 * How far down a session that does not keep up has come: above the low water of states only the newest waits; above the
 * maximum each family's policy decides; what can be neither dropped nor replaced, and more than twice the maximum of anything,
 * ends it. A single frame, however large, takes it no step down.
 *
 * <p><b>Owner:</b> the session's loop. <b>Bound:</b> {@code outbound.low-water}, {@code outbound.queue-bytes-max}, and for
 * what was asked for {@code outbound.asked-bytes-max}.
 */
final class Ladder {
    private final SessionLimits limits;
    private final ShardCounters counters;
    private final Backlog backlog;
    private boolean overfull;

    Ladder(SessionLimits limits, ShardCounters counters, Backlog backlog) {
        this.limits = limits;
        this.counters = counters;
        this.backlog = backlog;
    }

    private long late() {
        return backlog.lag() - backlog.asked() - backlog.kept();
    }

    /** Publications that are counted already are about to be placed. */
    void beforePlacing(Lanes lanes) {
        if (!lanes.isClimbed() && late() - backlog.longest() > limits.lowWaterBytes()) {
            climb(lanes);
        }
    }

    private void climb(Lanes lanes) {
        counters.increment(Counter.CONFLATING_SESSIONS);
        lanes.climb();
    }

    /**
     * Something was added.
     *
     * @param length its bytes: there must have been more before it
     * @return why the session must end; null when it need not
     */
    @Nullable
    String afterAdding(@Nullable Lanes lanes, int length) {
        if (backlog.asked() > limits.askedBytesMax() && backlog.asked() > 2L * length) {
            return "more than " + limits.askedBytesMax() + " bytes wait that were asked for";
        }
        int max = limits.queueBytesMax();
        if (late() <= max || late() <= 2L * length) {
            overfull = false;
            return null;
        }
        if (lanes != null) {
            makeRoom(lanes, max);
        }
        boolean tooFirm = late() - backlog.yielding() > max;
        return tooFirm || late() > 2L * max ? "more than " + max + " bytes wait" : null;
    }

    private void makeRoom(Lanes lanes, int max) {
        if (!overfull) {
            overfull = true;
            counters.increment(Counter.OVERFULL_SESSIONS);
        }
        if (!lanes.isClimbed()) {
            climb(lanes);
        }
        lanes.dropOldest(() -> late() > max);
    }

    /** Gives up half of what may be dropped, for the good of others. @return whether there was anything to give up */
    boolean giveUpSome(Lanes lanes) {
        long before = late();
        if (!lanes.isClimbed()) {
            climb(lanes);
        }
        lanes.dropOldest(() -> late() > before / 2);
        return late() < before;
    }

    /** 1: nothing that waits is replaced or dropped; 2: of states the newest waits; 3: the families' policies decide. */
    int rung(@Nullable Lanes lanes) {
        return lanes == null || !lanes.isClimbed() ? 1 : late() > limits.queueBytesMax() ? 3 : 2;
    }
}
