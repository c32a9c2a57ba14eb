package io.tickgate.core.broadcast;

import io.tickgate.core.metrics.Via;
import io.tickgate.protocol.message.Priority;
import org.jspecify.annotations.Nullable;

/**
 * What a publisher says about a message beside the message; no subscriber sees it.
 *
 * @param priority null when the publisher left it open
 * @param conflate null when the publisher left it open
 * @param exclude id of a connection that does not get the message; an id that nobody has excludes nobody
 * @param idempotencyKey of the publications of one channel under one key the first is published, as long as the key is
 *     remembered; 1 to 64 characters ({@link io.tickgate.protocol.message.IdempotencyKeys}). Null for none
 * @param via how the message came, for who counts it; what comes by {@link Publisher} counts as {@link Via#JAVA} anyway
 */
public record PublishOptions(
        @Nullable Priority priority,
        @Nullable Boolean conflate,
        @Nullable String exclude,
        @Nullable String idempotencyKey,
        Via via) {
    /** Nothing is said; what a module of the gateway, or the application around it, publishes. */
    public static final PublishOptions NONE = new PublishOptions(null, null, null);

    /** What a module of the gateway, or the application around it, publishes. */
    public PublishOptions(@Nullable Priority priority, @Nullable Boolean conflate, @Nullable String exclude) {
        this(priority, conflate, exclude, null, Via.MODULE);
    }

    /** The same under a key, so that it may be published again where its answer did not come. */
    public PublishOptions withIdempotencyKey(String key) {
        return new PublishOptions(priority, conflate, exclude, key, via);
    }
}
