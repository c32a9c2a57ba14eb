package io.tickgate.core.broadcast;

import io.tickgate.core.frame.FrameKind;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who receives frames: a session, seen from the fan-out.
 *
 * <p>A class rather than an interface: what the fan-out needs of each of thousands lies side by side in these fields, so
 * that a delivery to one who keeps up waits for no more memory than it must.
 *
 * <p><b>Owner:</b> its shard. No method may place or lift a subscription from within: that waits for a task of its own.
 */
public abstract class Subscriber {
    private static final TurnBatch[] NONE = {};

    private final DirectWay way;
    private boolean clear;
    private int phase = -1;
    private TurnBatch[] gathered = NONE;
    private int gatheredCount;

    protected Subscriber(DirectWay way) {
        this.way = way;
    }

    /** What this subscriber's frames must look like; never changes. */
    protected abstract FrameKind kind();

    protected abstract Shard shard();

    /** Whose connection it is, as far as it said so; never changes. */
    public @Nullable String userId() {
        return null;
    }

    /** Whether it is subscribed to {@code topic} or to its family. */
    protected abstract boolean holds(Topic topic);

    /**
     * True while something waits that must go out first, so that the direct way would break the order. Whatever makes it
     * true must say so by {@link #mayWait}; it may become false by itself.
     */
    protected abstract boolean isBehind();

    /** Something may wait from now on: {@link #isBehind} is asked again before anything goes the direct way. */
    protected final void mayWait() {
        clear = false;
    }

    /** Whether the direct way may be taken. While nothing has waited since it was asked last, this reads one field. */
    final boolean isClear() {
        if (!clear) {
            clear = !isBehind();
        }
        return clear;
    }

    /** When its shard's ticks come for it; never changes. */
    final int phase() {
        if (phase < 0) {
            phase = shard().nextPhase();
        }
        return phase;
    }

    final DirectWay way() {
        return way;
    }

    /**
     * Queues bytes behind whatever waits; none when the subscriber is closing.
     *
     * @param frames held for as long as they wait
     * @param from how much of them was sent already
     */
    protected abstract void queue(SharedBytes frames, int from);

    /**
     * Takes one publication of a subscription that is {@link Subscription#isOneByOne}, behind whatever waits.
     *
     * @param frame whole; held for as long as it waits
     */
    protected abstract void deliver(Topic topic, long offset, SharedBytes frame);

    /**
     * Takes word that publications of a subscription that is {@link Subscription#isOneByOne} are lost, behind whatever waits.
     *
     * @param frame whole; held for as long as it waits
     */
    protected abstract void tell(Topic topic, long from, long to, SharedBytes frame);

    /** Passes what was queued or written in this turn to the socket. */
    protected abstract void flush();

    /** Remembers one batch of this turn. @return how many there are now */
    final int gather(TurnBatch batch) {
        if (gatheredCount == gathered.length) {
            gathered = Arrays.copyOf(gathered, Math.max(4, gatheredCount * 2));
        }
        gathered[gatheredCount++] = batch;
        return gatheredCount;
    }

    final int gatheredCount() {
        return gatheredCount;
    }

    final TurnBatch gathered(int index) {
        return gathered[index];
    }

    @SuppressWarnings("NullAway") // Slots beyond the count are empty, and nobody reads them.
    final void clearGathered() {
        Arrays.fill(gathered, 0, gatheredCount, null);
        gatheredCount = 0;
    }
}
