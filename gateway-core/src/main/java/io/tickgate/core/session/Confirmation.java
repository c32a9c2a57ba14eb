package io.tickgate.core.session;

import io.tickgate.protocol.message.CloseCode;
import org.jspecify.annotations.Nullable;

/**
 * The confirmation of a subscription on its way to the client, and what waits for it: publications, and a close that shall
 * come behind everything that is owed.
 *
 * <p><b>Owner:</b> the session's loop. One at a time: a session executes no other command meanwhile.
 */
final class Confirmation {
    private final Session session;
    private final SendQueue queue;
    private boolean underWay;
    private @Nullable CloseCode closeBehind;

    Confirmation(Session session, SendQueue queue) {
        this.session = session;
        this.queue = queue;
    }

    /** From here on, until {@link #release}, it is owed. */
    void begin() {
        underWay = true;
    }

    /** Publications wait from here on, until {@link #release}. */
    void hold() {
        queue.hold();
    }

    /** @return whether the session must not close yet; it does with {@code code} when the confirmation is out */
    boolean delays(CloseCode code) {
        if (underWay || queue.isHolding()) {
            closeBehind = code;
            return true;
        }
        return false;
    }

    /** Whether the session closes next. */
    boolean isLast() {
        return closeBehind != null;
    }

    /** It is out, and what was held follows, behind what was written meanwhile. */
    void release() {
        underWay = false;
        if (queue.isHolding()) {
            queue.release();
        }
        if (closeBehind != null) {
            session.closeAfterQueued(closeBehind);
        }
        session.snapshots().goOn();
    }
}
