package io.tickgate.core.broadcast;

import io.tickgate.protocol.message.Priority;
import org.jspecify.annotations.Nullable;

/**
 * How a publication is to be treated on its way, which its publisher said beside the message.
 *
 * @param exclusion who does not get it, or null
 * @param mayConflate whether a newer one of the topic may take its place before it is sent; false for what everybody must
 *     see, such as a trade, a halt or a correction among quotes
 * @param urgent whether it may overtake publications of other topics where they wait for a socket
 * @param lostFrom of what is no publication but tells that some are lost the offset of the first of them; 0 for publications
 */
public record Treatment(@Nullable Exclusion exclusion, boolean mayConflate, boolean urgent, long lostFrom) {
    /** Whether a publication of that priority is urgent. */
    public static boolean isUrgent(@Nullable Priority priority) {
        return priority == Priority.HIGH || priority == Priority.URGENT;
    }

    /** How a publication is to be treated. */
    public Treatment(@Nullable Exclusion exclusion, boolean mayConflate, boolean urgent) {
        this(exclusion, mayConflate, urgent, 0);
    }

    /** Everybody has to hear of it, in its place. */
    static Treatment lost(long from) {
        return new Treatment(null, false, false, from);
    }

    /** Whether it is no publication, but tells that some are lost. */
    boolean isNotice() {
        return lostFrom > 0;
    }

    /** Like any other. */
    public static final Treatment NORMAL = new Treatment(null, true, false);

    /** @param exclusion of whom {@code options} name, if there is somebody */
    static Treatment of(PublishOptions options, @Nullable Exclusion exclusion) {
        boolean mayConflate = !Boolean.FALSE.equals(options.conflate());
        boolean urgent = isUrgent(options.priority());
        return of(exclusion, mayConflate, urgent);
    }

    static Treatment of(@Nullable Exclusion exclusion, boolean mayConflate, boolean urgent) {
        return exclusion == null && mayConflate && !urgent ? NORMAL : new Treatment(exclusion, mayConflate, urgent);
    }
}
