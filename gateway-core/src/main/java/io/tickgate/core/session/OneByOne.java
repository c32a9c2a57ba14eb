package io.tickgate.core.session;

import io.tickgate.core.broadcast.SharedBytes;
import io.tickgate.core.broadcast.Topic;

/**
 * What a session is handed publication by publication, so that it knows what it got, rather than as one run for everybody. It
 * goes behind what is held for a confirmation, or ahead of it where it is older.
 *
 * <p><b>Owner:</b> the session's loop.
 */
final class OneByOne {
    private final Subscriptions subscriptions;
    private final SendQueue queue;
    private final Acknowledgements acknowledgements;
    private final FamilySnapshots snapshots;

    OneByOne(
            Subscriptions subscriptions,
            SendQueue queue,
            Acknowledgements acknowledgements,
            FamilySnapshots snapshots) {
        this.subscriptions = subscriptions;
        this.queue = queue;
        this.acknowledgements = acknowledgements;
        this.snapshots = snapshots;
    }

    /** @param frame whole; held for as long as it waits */
    void deliver(Topic topic, long offset, SharedBytes frame) {
        if (snapshots.isEarly(topic)) {
            return;
        }
        if (isAheadOfHeld(topic)) {
            queue.pastHeld(() -> hand(topic, offset, frame));
        } else {
            subscriptions.note(topic, offset);
            hand(topic, offset, frame);
        }
        queue.flushAtEndOfTurn();
    }

    /** Word that publications {@code from} to {@code to} are lost. */
    void tell(Topic topic, long from, long to, SharedBytes frame) {
        if (snapshots.isEarly(topic)) {
            return;
        }
        if (isAheadOfHeld(topic)) {
            queue.pastHeld(() -> queue.addFirm(topic, frame));
        } else {
            subscriptions.note(topic, from);
            subscriptions.note(topic, to);
            queue.addFirm(topic, frame);
        }
        queue.flushAtEndOfTurn();
    }

    private boolean isAheadOfHeld(Topic topic) {
        return subscriptions.isLeaving(topic) || subscriptions.goesAhead(topic);
    }

    private void hand(Topic topic, long offset, SharedBytes frame) {
        if (subscriptions.wantsAck(topic)) {
            acknowledgements.send(topic, offset, frame);
        } else {
            queue.addPublication(frame);
        }
    }
}
