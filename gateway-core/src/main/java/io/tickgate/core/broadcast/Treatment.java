package io.tickgate.core.broadcast;

import org.jspecify.annotations.Nullable;

/**
 * How a publication is to be treated on its way, which its publisher said beside the message.
 *
 * @param exclusion who does not get it, or null
 * @param mayConflate whether a newer one of the topic may take its place before it is sent; false for what everybody must
 *     see, such as a trade, a halt or a correction among quotes
 */
public record Treatment(@Nullable Exclusion exclusion, boolean mayConflate) {
    /** Like any other. */
    public static final Treatment NORMAL = new Treatment(null, true);
}
