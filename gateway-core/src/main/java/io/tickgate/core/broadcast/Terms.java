package io.tickgate.core.broadcast;

import io.tickgate.core.frame.FrameKind;
import org.jspecify.annotations.Nullable;

/**
 * What a subscriber wishes of a topic beside getting it. Subscribers of equal terms share an {@link Audience}, so whatever
 * the terms cost is paid once for all of them.
 *
 * @param rate how often each state among the topics is sent at most; null for every publication
 * @param counts whether each frame says how many publications it stands for; only with a rate
 */
public record Terms(@Nullable RateClass rate, boolean counts) {
    /** Every publication, as it is. */
    public static final Terms NONE = new Terms(null, false);

    public Terms {
        if (counts && rate == null) {
            throw new IllegalArgumentException("nothing to count");
        }
    }

    /** What frames must look like for a subscriber who takes {@code kind}: a count can be added to plain frames only. */
    FrameKind kindFor(FrameKind kind) {
        return counts ? kind.plain() : kind;
    }
}
