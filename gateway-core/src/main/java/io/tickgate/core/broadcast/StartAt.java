package io.tickgate.core.broadcast;

import io.tickgate.core.broadcast.Replay.Outcome;
import io.tickgate.protocol.message.Position;
import io.tickgate.protocol.message.SubscribeOptions.Rewind;
import org.jspecify.annotations.Nullable;

/**
 * Where a new subscriber wants to begin.
 *
 * @param outcome {@code NOT_ASKED} for the live edge, {@code RECOVERED} for after {@code offset}, anything else when it is
 *     known already that nothing can be recovered
 * @param offset the last one the subscriber has
 * @param newest whether it wants the topic's newest value first, where nothing is recovered
 * @param points how many points of a {@link SnapshotSource} it wants first, -1 for none
 * @param rewind how much of the past it wants first; null for nothing
 * @param replaysMax publications that the rewind may bring at most
 * @param epoch of {@code offset}; null for whatever it is
 * @param isPatient whether it waits where the topic cannot be had now, as somebody is subscribed already
 */
public record StartAt(
        Outcome outcome,
        long offset,
        boolean newest,
        int points,
        @Nullable Rewind rewind,
        int replaysMax,
        @Nullable String epoch,
        boolean isPatient) {
    private static final int NO_POINTS = -1;

    /** With the next publication. */
    public static final StartAt LIVE = of(Outcome.NOT_ASKED, 0, false);

    /** With the topic's newest value, where it has one, and then live. */
    public static final StartAt NEWEST = of(Outcome.NOT_ASKED, 0, true);

    private static StartAt of(Outcome outcome, long offset, boolean newest) {
        return new StartAt(outcome, offset, newest, NO_POINTS, null, 0, null, false);
    }

    /** With at most that many points of what the topic stands for, and then live. */
    public static StartAt points(int points) {
        return new StartAt(Outcome.NOT_ASKED, 0, false, points, null, 0, null, false);
    }

    /** With some of the past, of {@code replaysMax} publications at most. */
    public static StartAt back(Rewind rewind, int replaysMax) {
        return new StartAt(Outcome.NOT_ASKED, 0, false, NO_POINTS, rewind, replaysMax, null, false);
    }

    /** With what follows a position; where that is gone, or is of another epoch, as {@link #lost}. */
    public static StartAt after(Position position, boolean newest) {
        return new StartAt(Outcome.RECOVERED, position.offset(), newest, NO_POINTS, null, 0, position.epoch(), false);
    }

    /** The same where the topic's offsets are given under {@code current}. */
    StartAt under(String current) {
        return epoch == null || epoch.equals(current) ? this : lost(Outcome.EPOCH_CHANGED, newest);
    }

    /**
     * Live, and the newest value at once where the topic is a state; {@code why} is told.
     *
     * @param newest whether other topics' newest value is wanted, too
     */
    public static StartAt lost(Outcome why, boolean newest) {
        return of(why, 0, newest);
    }

    /** Live under another epoch, for somebody who is subscribed; the newest value at once where the topic is a state. */
    public static StartAt anew() {
        return new StartAt(Outcome.EPOCH_CHANGED, 0, false, NO_POINTS, null, 0, null, true);
    }

    boolean wantsPoints() {
        return points != NO_POINTS;
    }
}
