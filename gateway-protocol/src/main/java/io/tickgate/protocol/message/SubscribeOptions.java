package io.tickgate.protocol.message;

import org.jspecify.annotations.Nullable;

/**
 * What a subscriber wishes for beside the live publications ({@code options}); in an answer, what of it really applies
 * ({@code granted}). What is null was not said.
 *
 * @param snapshot the newest value first; granted when one follows
 * @param rewind some of the past first
 * @param maxHz how often each state is sent at most, in updates a second: in a wish above 0 and at most {@link #HZ_MAX}
 * @param counts whether each publication says how many it stands for; in a wish true only with {@code maxHz}
 * @param filter which publications are wanted
 * @param view the name of the part of each message that is wanted; 1 to {@link #VIEW_CHARS_MAX} characters
 * @param gapless in an answer alone: whether every publication of the channel comes, so that a hole in the offsets is a
 *     loss
 */
public record SubscribeOptions(
        @Nullable Boolean snapshot,
        @Nullable Rewind rewind,
        @Nullable Double maxHz,
        @Nullable Boolean counts,
        @Nullable Filter filter,
        @Nullable String view,
        @Nullable Boolean gapless) {
    public static final double HZ_MAX = 1000;
    public static final int VIEW_CHARS_MAX = 64;

    /** None of them. */
    public static final SubscribeOptions NONE = new SubscribeOptions(null, null, null, null, null, null, null);

    /**
     * How far back.
     *
     * @param amount in a wish 1 to {@link #LAST_MAX} or {@link #SECONDS_MAX}; what is granted may be 0
     */
    public record Rewind(Unit unit, int amount) {
        public static final int LAST_MAX = 10_000;

        /** A day, which is as long as anything is kept. */
        public static final int SECONDS_MAX = 86_400;
    }

    /** What {@link Rewind#amount} counts. */
    public enum Unit {
        /** Publications. */
        LAST,
        /** Time. */
        SECONDS
    }

    /** Whether the newest value is wished for, or follows. */
    public boolean wantsSnapshot() {
        return Boolean.TRUE.equals(snapshot);
    }

    /** Whether publications shall say how many they stand for, or do. */
    public boolean wantsCounts() {
        return Boolean.TRUE.equals(counts);
    }

    public SubscribeOptions withSnapshot(@Nullable Boolean newSnapshot) {
        return new SubscribeOptions(newSnapshot, rewind, maxHz, counts, filter, view, gapless);
    }

    public SubscribeOptions withRewind(@Nullable Rewind newRewind) {
        return new SubscribeOptions(snapshot, newRewind, maxHz, counts, filter, view, gapless);
    }

    public SubscribeOptions withMaxHz(@Nullable Double newMaxHz) {
        return new SubscribeOptions(snapshot, rewind, newMaxHz, counts, filter, view, gapless);
    }

    public SubscribeOptions withCounts(@Nullable Boolean newCounts) {
        return new SubscribeOptions(snapshot, rewind, maxHz, newCounts, filter, view, gapless);
    }

    public SubscribeOptions withFilter(@Nullable Filter newFilter) {
        return new SubscribeOptions(snapshot, rewind, maxHz, counts, newFilter, view, gapless);
    }

    public SubscribeOptions withView(@Nullable String newView) {
        return new SubscribeOptions(snapshot, rewind, maxHz, counts, filter, newView, gapless);
    }

    public SubscribeOptions withGapless(@Nullable Boolean newGapless) {
        return new SubscribeOptions(snapshot, rewind, maxHz, counts, filter, view, newGapless);
    }
}
