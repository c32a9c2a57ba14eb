package io.tickgate.core.metrics;

import io.tickgate.protocol.message.ClientMessage;
import io.tickgate.protocol.message.ErrorCode;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * One event loop's counters. Those that have a {@link Dimension} are kept apart by it, and are their sum where nobody asks
 * for that.
 *
 * <p><b>Owner:</b> the loop writes; any thread may read and sees a value that was true a moment ago.
 * <p><b>Cost:</b> two plain loads and an ordered store; no read-modify-write, because nobody else writes.
 * <p><b>Bound:</b> about 200 longs, and eight more for each family.
 */
public final class ShardCounters {
    private static final Counter[] ALL = Counter.values();

    /** Where each counter's slots begin. */
    private final int[] offsets = new int[ALL.length + 1];

    private final AtomicLongArray values;

    /** @param families how many there are */
    public ShardCounters(int families) {
        for (Counter counter : ALL) {
            int index = counter.ordinal();
            offsets[index + 1] = offsets[index] + counter.dimension().slots(families);
        }
        values = new AtomicLongArray(offsets[ALL.length]);
    }

    /** Adds {@code amount}, which may be negative for a gauge. */
    public void add(Counter counter, long amount) {
        assert counter.dimension() == Dimension.NONE : counter;
        addAt(offsets[counter.ordinal()], amount);
    }

    public void set(Counter counter, long value) {
        assert counter.dimension() == Dimension.NONE : counter;
        values.lazySet(offsets[counter.ordinal()], value);
    }

    public void increment(Counter counter) {
        add(counter, 1);
    }

    /** Adds to what is kept apart by family. */
    public void add(Counter counter, int family, long amount) {
        assert counter.dimension() == Dimension.FAMILY : counter;
        addAt(offsets[counter.ordinal()] + family, amount);
    }

    /** A publication was given an offset. */
    public void onPublished(int family, Via via) {
        addAt(offsets[Counter.PUBLISHED.ordinal()] + family * Via.COUNT + via.ordinal(), 1);
    }

    /** A frame was built. */
    public void onEncoded(FrameLabel kind) {
        addAt(offsets[Counter.ENCODED.ordinal()] + kind.ordinal(), 1);
    }

    /** A command came. */
    public void onCommand(ClientMessage command) {
        addAt(offsets[Counter.COMMANDS.ordinal()] + CommandLabels.index(command), 1);
    }

    /** Something came that is no command. */
    public void onMalformed() {
        addAt(offsets[Counter.COMMANDS.ordinal()] + CommandLabels.MALFORMED_INDEX, 1);
    }

    /** A client of a WebSocket is told of an error. */
    public void onError(ErrorCode code) {
        addAt(offsets[Counter.ERRORS.ordinal()] + code.ordinal(), 1);
    }

    /** An HTTP request is answered with a problem. */
    public void onHttpError(ErrorCode code) {
        addAt(offsets[Counter.HTTP_ERRORS.ordinal()] + code.ordinal(), 1);
    }

    /** A WebSocket was asked for. */
    public void onUpgrade(Admission result) {
        addAt(offsets[Counter.UPGRADES.ordinal()] + result.ordinal(), 1);
    }

    /** A WebSocket is gone. */
    public void onClosed(Ending ending) {
        addAt(offsets[Counter.CLOSED.ordinal()] + ending.index(), 1);
    }

    private void addAt(int index, long amount) {
        values.lazySet(index, values.getPlain(index) + amount);
    }

    /** The counter, or the sum of what it is kept apart by. */
    public long get(Counter counter) {
        long sum = 0;
        for (int i = offsets[counter.ordinal()]; i < offsets[counter.ordinal() + 1]; i++) {
            sum += values.get(i);
        }
        return sum;
    }

    /** What is kept apart by family. */
    public long get(Counter counter, int family) {
        assert counter.dimension() == Dimension.FAMILY : counter;
        return values.get(offsets[counter.ordinal()] + family);
    }

    /** Publications of one family that came by one way. */
    public long published(int family, Via via) {
        return values.get(offsets[Counter.PUBLISHED.ordinal()] + family * Via.COUNT + via.ordinal());
    }

    /** The labels by which a counter is kept apart; none for one that is by family, or is not. */
    public static List<String> labels(Counter counter) {
        return counter.dimension().labels();
    }

    /** What is kept apart under one of the {@link #labels}. */
    public long getLabelled(Counter counter, int label) {
        return values.get(offsets[counter.ordinal()] + label);
    }
}
