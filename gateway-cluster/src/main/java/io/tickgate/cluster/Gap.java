package io.tickgate.cluster;

import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a topic beyond the last publication that could be applied: publications behind a hole, up to where it has to
 * come, and who waits for that.
 *
 * <p><b>Owner:</b> the topic's home loop. <b>Bound:</b> {@link #HELD_MAX} publications; of more it is known only that they are
 * there, and they are read.
 */
final class Gap {
    private static final int HELD_MAX = 256;

    private record Waiter(long offset, Runnable task) implements Comparable<Waiter> {
        @Override
        public int compareTo(Waiter other) {
            return Long.compare(offset, other.offset);
        }
    }

    private final TreeMap<Long, Kept> held = new TreeMap<>();
    private final PriorityQueue<Waiter> waiters = new PriorityQueue<>();
    private long upTo;
    private boolean isReading;

    /** Up to where the topic has to come. */
    long upTo() {
        return upTo;
    }

    void need(long offset) {
        upTo = Math.max(upTo, offset);
    }

    void hold(Kept kept) {
        long offset = kept.publication().offset();
        need(offset);
        if (held.size() < HELD_MAX) {
            held.put(offset, kept);
        }
    }

    /** Takes the publication with {@code offset}, and whatever comes before it, which is not needed any more. */
    @Nullable
    Kept take(long offset) {
        held.headMap(offset, false).clear();
        return held.remove(offset);
    }

    /** The lowest offset that is held; {@code otherwise} for none. */
    long firstHeld(long otherwise) {
        Map.Entry<Long, Kept> first = held.firstEntry();
        return first == null ? otherwise : first.getKey();
    }

    void await(long offset, Runnable task) {
        need(offset);
        waiters.add(new Waiter(offset, task));
    }

    /** Runs those who waited for offsets up to {@code offset}. */
    void release(long offset) {
        while (true) {
            Waiter first = waiters.peek();
            if (first == null || first.offset > offset) {
                return;
            }
            waiters.remove();
            first.task.run();
        }
    }

    boolean isReading() {
        return isReading;
    }

    void reading(boolean now) {
        isReading = now;
    }
}
