package io.tickgate.core.broadcast;

import io.tickgate.protocol.message.Priority;
import org.jspecify.annotations.Nullable;

/**
 * What a publisher may say beside the message; none of it reaches the subscriber.
 *
 * @param priority null for the family's own
 * @param conflate null for the family's own
 * @param exclude connection id that shall not receive the publication, or null
 */
public record PublishOptions(
        @Nullable Priority priority,
        @Nullable Boolean conflate,
        @Nullable String exclude) {
    /** Nothing was said. */
    public static final PublishOptions NONE = new PublishOptions(null, null, null);
}
