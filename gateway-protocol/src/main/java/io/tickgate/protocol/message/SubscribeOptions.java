package io.tickgate.protocol.message;

import org.jspecify.annotations.Nullable;

/**
 * What a subscriber wishes for beside the live publications ({@code options}); in an answer, what of it really applies
 * ({@code granted}). What is null was not said.
 *
 * @param snapshot the newest value first; granted when one follows
 * @param rewind some of the past first
 */
public record SubscribeOptions(
        @Nullable Boolean snapshot, @Nullable Rewind rewind) {
    /** None of them. */
    public static final SubscribeOptions NONE = new SubscribeOptions(null, null);

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
}
