package io.tickgate.bench.load.account;

import java.util.Arrays;

/**
 * What one subscriber got of each stream that it is due to get, by numbers that rise by one.
 *
 * <p>A number that is jumped over is lost until it comes after all. The last 64 numbers of a stream are remembered one by one;
 * what comes later still is told apart as far as that is possible: where nothing is lost, it was here before.
 *
 * <p><b>Owner:</b> one thread. <b>Cost:</b> an arrival touches three array elements and allocates nothing.
 */
public final class StreamAccount {
    private static final int WINDOW = 64;
    private static final long NOBODY_SUBSCRIBED = Long.MIN_VALUE;
    /** As if the first one that is owed were never reached. */
    private static final long NOTHING_OWED = Long.MIN_VALUE + 1;

    /** The number that comes next; until one came, -1 - n where n is the first that is owed. */
    private final long[] next;

    private final long[] seen;
    private final int[] lost;
    private long lostInAll;

    public StreamAccount(int streams) {
        next = new long[streams];
        seen = new long[streams];
        lost = new int[streams];
        Arrays.fill(next, NOBODY_SUBSCRIBED);
    }

    /** The subscription is asked for: from now on messages may come, and nothing is owed yet. */
    public void begin(int stream) {
        next[stream] = NOTHING_OWED;
        seen[stream] = 0;
        lost[stream] = 0;
    }

    /** The subscription is confirmed: {@code owedFrom} and all above must come. Where one came already, all above that. */
    public void confirm(int stream, long owedFrom) {
        if (next[stream] == NOTHING_OWED) {
            next[stream] = -1 - owedFrom;
        }
    }

    /** The subscription ends: nothing more is owed. What was jumped over stays lost. */
    public void end(int stream) {
        next[stream] = NOBODY_SUBSCRIBED;
    }

    /** A message of a stream that is subscribed to. */
    public Arrival arrive(int stream, long sequence) {
        long expected = next[stream];
        if (expected == sequence) {
            next[stream] = sequence + 1;
            seen[stream] = (seen[stream] << 1) | 1;
            return Arrival.IN_ORDER;
        }
        return expected < 0 ? first(stream, sequence) : outOfStep(stream, sequence - expected, sequence);
    }

    private Arrival first(int stream, long sequence) {
        if (next[stream] == NOBODY_SUBSCRIBED) {
            return Arrival.MISROUTED;
        }
        long owedFrom = -1 - next[stream];
        lose(stream, Math.max(0, sequence - owedFrom));
        next[stream] = sequence + 1;
        seen[stream] = 1;
        return Arrival.IN_ORDER;
    }

    private Arrival outOfStep(int stream, long ahead, long sequence) {
        if (ahead > 0) {
            lose(stream, ahead);
            seen[stream] = ahead + 1 >= WINDOW ? 1 : (seen[stream] << (ahead + 1)) | 1;
            next[stream] = sequence + 1;
            return Arrival.IN_ORDER;
        }
        long back = -ahead - 1;
        boolean wasHere = back < WINDOW ? ((seen[stream] >>> back) & 1) == 1 : lost[stream] == 0;
        if (wasHere) {
            return Arrival.AGAIN;
        }
        if (back < WINDOW) {
            seen[stream] |= 1L << back;
        }
        if (lost[stream] > 0) {
            lose(stream, -1);
        }
        return Arrival.LATE;
    }

    private void lose(int stream, long count) {
        lost[stream] += (int) count;
        lostInAll += count;
    }

    /** Jumped over and never here, of all streams and subscriptions so far. */
    public long lost() {
        return lostInAll;
    }

    /** How many of the first {@code published} numbers of a stream are owed and neither here nor jumped over. */
    public long outstanding(int stream, long published) {
        long expected = next[stream];
        if (expected == NOBODY_SUBSCRIBED) {
            return 0;
        }
        return Math.max(0, published - (expected < 0 ? -1 - expected : expected));
    }
}
