package io.tickgate.core.broadcast;

import io.tickgate.protocol.message.Priority;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Which publications lie one behind the other in some bytes, so that who could not take all of them can tell them apart.
 *
 * <p>Immutable, and made at most once for all who are behind in a turn.
 */
public final class FrameParts {
    private final Topic[] topics;
    private final long[] offsets;
    private final int[] ends;
    private final boolean[] urgent;
    private final boolean anyUrgent;
    private final int longest;

    private FrameParts(Topic[] topics, long[] offsets, int[] ends, boolean[] urgent) {
        this.topics = topics;
        this.offsets = offsets;
        this.ends = ends;
        this.urgent = urgent;
        boolean any = false;
        int most = 0;
        for (int i = 0; i < ends.length; i++) {
            any |= urgent[i];
            most = Math.max(most, ends[i] - start(i));
        }
        this.anyUrgent = any;
        this.longest = most;
    }

    /** Whether a publication of that priority may overtake others. */
    static boolean isUrgent(@Nullable Priority priority) {
        return priority == Priority.HIGH || priority == Priority.URGENT;
    }

    /** One publication by itself. */
    static FrameParts of(Publication publication, int length) {
        return new FrameParts(
                new Topic[] {publication.topic()},
                new long[] {publication.offset()},
                new int[] {length},
                new boolean[] {publication.urgent()});
    }

    public int count() {
        return ends.length;
    }

    public Topic topic(int index) {
        return topics[index];
    }

    public long offset(int index) {
        return offsets[index];
    }

    /** Where the frame begins. */
    public int start(int index) {
        return index == 0 ? 0 : ends[index - 1];
    }

    /** Where the frame ends. */
    public int end(int index) {
        return ends[index];
    }

    /** Whether it may overtake publications of other topics. */
    public boolean isUrgent(int index) {
        return urgent[index];
    }

    public boolean anyUrgent() {
        return anyUrgent;
    }

    /** Bytes of the longest frame. */
    public int longest() {
        return longest;
    }

    /** The frame that the byte at {@code position} belongs to. */
    public int indexAt(int position) {
        int found = Arrays.binarySearch(ends, position);
        return found < 0 ? -found - 1 : found + 1;
    }

    /** What a batch collects in its turn: the arrays are kept for the next one. */
    static final class Collector {
        private static final int FEW = 4;
        /** Arrays of a turn that brought more are not kept. */
        private static final int KEPT_MAX = 4096;

        private Topic[] topics = new Topic[FEW];
        private long[] offsets = new long[FEW];
        private int[] ends = new int[FEW];
        private boolean[] urgent = new boolean[FEW];
        private int count;

        void add(Publication publication, int length) {
            if (count == ends.length) {
                resize(count * 2);
            }
            topics[count] = publication.topic();
            offsets[count] = publication.offset();
            ends[count] = (count == 0 ? 0 : ends[count - 1]) + length;
            urgent[count] = publication.urgent();
            count++;
        }

        private void resize(int length) {
            topics = Arrays.copyOf(topics, length);
            offsets = Arrays.copyOf(offsets, length);
            ends = Arrays.copyOf(ends, length);
            urgent = Arrays.copyOf(urgent, length);
        }

        /** The parts of the bytes from {@code from} on; the first may be the rest of a frame. */
        FrameParts partsFrom(int from) {
            int found = Arrays.binarySearch(ends, 0, count, from);
            int first = found < 0 ? -found - 1 : found + 1;
            int[] shifted = Arrays.copyOfRange(ends, first, count);
            for (int i = 0; i < shifted.length; i++) {
                shifted[i] -= from;
            }
            return new FrameParts(
                    Arrays.copyOfRange(topics, first, count),
                    Arrays.copyOfRange(offsets, first, count),
                    shifted,
                    Arrays.copyOfRange(urgent, first, count));
        }

        /** Topics that are not used any more are not kept in memory by having been published to. */
        @SuppressWarnings("NullAway") // Nobody reads what is not filled.
        void clear() {
            if (count > KEPT_MAX) {
                topics = new Topic[FEW];
                offsets = new long[FEW];
                ends = new int[FEW];
                urgent = new boolean[FEW];
            } else {
                Arrays.fill(topics, 0, count, null);
            }
            count = 0;
        }
    }
}
