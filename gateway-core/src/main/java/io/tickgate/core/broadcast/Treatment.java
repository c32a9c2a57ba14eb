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
 */
public record Treatment(@Nullable Exclusion exclusion, boolean mayConflate, boolean urgent) {
    /** Whether a publication of that priority is urgent. */
    public static boolean isUrgent(@Nullable Priority priority) {
        return priority == Priority.HIGH || priority == Priority.URGENT;
    }

    /** Like any other. */
    public static final Treatment NORMAL = new Treatment(null, true, false);

    /** @param excluded whom {@code options} name, if there is somebody */
    static Treatment of(PublishOptions options, @Nullable Subscriber excluded) {
        boolean mayConflate = !Boolean.FALSE.equals(options.conflate());
        boolean urgent = isUrgent(options.priority());
        return excluded == null && mayConflate && !urgent
                ? NORMAL
                : new Treatment(excluded == null ? null : Exclusion.of(excluded), mayConflate, urgent);
    }
}
