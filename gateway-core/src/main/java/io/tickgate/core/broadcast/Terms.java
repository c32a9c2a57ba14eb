package io.tickgate.core.broadcast;

import io.tickgate.core.filter.CompiledFilter;
import io.tickgate.core.frame.Encoding;
import io.tickgate.core.frame.FrameKind;
import org.jspecify.annotations.Nullable;

/**
 * What a subscriber wishes of a topic beside getting it. Subscribers of equal terms share an {@link Audience}, so whatever
 * the terms cost is paid once for all of them.
 *
 * @param rate how often each state among the topics is sent at most; null for every publication
 * @param counts whether each frame says how many publications it stands for; only with a rate
 * @param filter which publications are wanted, of the topic's family; null for all
 * @param view which part of the message is wanted, as {@link Encoding#view}
 */
public record Terms(
        @Nullable RateClass rate, boolean counts, @Nullable CompiledFilter filter, int view) {
    /** Every publication, as it is. */
    public static final Terms NONE = new Terms(null, false);

    /** Beside the bits of encodings: the indexed values are needed, too. */
    static final long VALUES = 1L << Encoding.count(Encoding.VIEWS_MAX);

    public Terms {
        if (counts && rate == null) {
            throw new IllegalArgumentException("nothing to count");
        }
    }

    /** Whole messages, whatever they say. */
    public Terms(@Nullable RateClass rate, boolean counts) {
        this(rate, counts, null, Encoding.WHOLE);
    }

    /** Whether some publications are left out. */
    public boolean leavesOut() {
        return rate != null || filter != null;
    }

    /** The same at {@code cap} at most. */
    public Terms within(RateClass cap) {
        return rate == null || rate.compareTo(cap) > 0 ? new Terms(cap, counts, filter, view) : this;
    }

    /** What frames must look like for a subscriber who takes {@code kind}: a count can be added to plain frames only. */
    Encoding encoding(FrameKind kind) {
        return Encoding.of(counts ? kind.plain() : kind, view);
    }

    /** What must be made of a publication for a subscriber who takes {@code kind}: an encoding's bit, and {@link #VALUES}. */
    long needs(FrameKind kind) {
        return encoding(kind).bit() | (filter == null ? 0 : VALUES);
    }
}
