package io.tickgate.bench.load.run;

import org.jspecify.annotations.Nullable;

/**
 * What is counted over all connections, from the first connection on.
 *
 * <p><b>Owner:</b> the loop.
 */
final class Totals {
    long doubled;
    long outOfOrder;
    long misrouted;
    long foreign;
    long connects;
    long connectFailures;
    long disconnects;
    long publishErrors;
    long notRecovered;
    long slowCloses;
    long stalls;

    private @Nullable String firstTrouble;

    /** Keeps the first of what went wrong, for people: the others are mostly the same. */
    void trouble(String text) {
        if (firstTrouble == null) {
            firstTrouble = text;
        }
    }

    @Nullable
    String firstTrouble() {
        return firstTrouble;
    }
}
