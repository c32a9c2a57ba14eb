package io.tickgate.core.broadcast;

import io.tickgate.core.broadcast.Replay.Outcome;

/**
 * Where a new subscriber wants to begin.
 *
 * @param outcome {@code NOT_ASKED} for the live edge, {@code RECOVERED} for after {@code offset}, anything else when it is
 *     known already that nothing can be recovered
 * @param offset the last one the subscriber has
 */
public record StartAt(Outcome outcome, long offset) {
    /** With the next publication. */
    public static final StartAt LIVE = new StartAt(Outcome.NOT_ASKED, 0);

    public static StartAt after(long offset) {
        return new StartAt(Outcome.RECOVERED, offset);
    }

    /** Live, and the newest publication at once where the topic keeps one; {@code why} is told. */
    public static StartAt lost(Outcome why) {
        return new StartAt(why, 0);
    }
}
