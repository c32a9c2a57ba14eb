package io.tickgate.core.broadcast;

import java.util.Arrays;

/**
 * Which publications lie one behind the other in some bytes, so that who could not take all of them can tell them apart.
 *
 * <p>Immutable, and made at most once for all who are behind in a turn.
 */
public final class FrameParts {
    private final Topic[] topics;
    private final long[] offsets;
    private final int[] ends;
    private final Treatment[] treatments;
    private final boolean anyUrgent;
    private final int longest;

    private FrameParts(Topic[] topics, long[] offsets, int[] ends, Treatment[] treatments) {
        this.topics = topics;
        this.offsets = offsets;
        this.ends = ends;
        this.treatments = treatments;
        boolean any = false;
        int most = 0;
        for (int i = 0; i < ends.length; i++) {
            any |= treatments[i].urgent();
            most = Math.max(most, ends[i] - start(i));
        }
        this.anyUrgent = any;
        this.longest = most;
    }

    /** One publication by itself. */
    static FrameParts of(Publication publication, int length) {
        return new FrameParts(
                new Topic[] {publication.topic()},
                new long[] {publication.offset()},
                new int[] {length},
                new Treatment[] {publication.treatment()});
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

    /** The first offset that the frame stands for, where it tells that publications are lost; else its own. */
    public long firstOffset(int index) {
        long lostFrom = treatments[index].lostFrom();
        return lostFrom > 0 ? lostFrom : offsets[index];
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
        return treatments[index].urgent();
    }

    /** Whether a newer one of its topic may take its place. */
    public boolean mayConflate(int index) {
        return treatments[index].mayConflate();
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
        private Treatment[] treatments = new Treatment[FEW];
        private int count;

        void add(Publication publication, int length) {
            if (count == ends.length) {
                resize(count * 2);
            }
            topics[count] = publication.topic();
            offsets[count] = publication.offset();
            ends[count] = (count == 0 ? 0 : ends[count - 1]) + length;
            treatments[count] = publication.treatment();
            count++;
        }

        private void resize(int length) {
            topics = Arrays.copyOf(topics, length);
            offsets = Arrays.copyOf(offsets, length);
            ends = Arrays.copyOf(ends, length);
            treatments = Arrays.copyOf(treatments, length);
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
                    Arrays.copyOfRange(treatments, first, count));
        }

        /** Topics that are not used any more are not kept in memory by having been published to. */
        @SuppressWarnings("NullAway") // Nobody reads what is not filled.
        void clear() {
            if (count > KEPT_MAX) {
                topics = new Topic[FEW];
                offsets = new long[FEW];
                ends = new int[FEW];
                treatments = new Treatment[FEW];
            } else {
                Arrays.fill(topics, 0, count, null);
                Arrays.fill(treatments, 0, count, null);
            }
            count = 0;
        }
    }
}
