package io.tickgate.core.broadcast;

import io.tickgate.core.broadcast.Replay.Outcome;

/**
 * Where a new subscriber wants to begin.
 *
 * @param outcome {@code NOT_ASKED} for the live edge, {@code RECOVERED} for after {@code offset}, anything else when it is
 *     known already that nothing can be recovered
 * @param offset the last one the subscriber has
 * @param snapshotPoints how many points of a {@link SnapshotSource} it wants first, -1 for no snapshot
 */
public record StartAt(Outcome outcome, long offset, int snapshotPoints) {
    private static final int NO_SNAPSHOT = -1;

    /** With the next publication. */
    public static final StartAt LIVE = new StartAt(Outcome.NOT_ASKED, 0, NO_SNAPSHOT);

    /** With what the topic stands for now, of at most that many points, and then live. */
    public static StartAt snapshot(int points) {
        return new StartAt(Outcome.NOT_ASKED, 0, points);
    }

    boolean wantsSnapshot() {
        return snapshotPoints != NO_SNAPSHOT;
    }

    public static StartAt after(long offset) {
        return new StartAt(Outcome.RECOVERED, offset, NO_SNAPSHOT);
    }

    /** Live, and the newest publication at once where the topic keeps one; {@code why} is told. */
    public static StartAt lost(Outcome why) {
        return new StartAt(why, 0, NO_SNAPSHOT);
    }
}
