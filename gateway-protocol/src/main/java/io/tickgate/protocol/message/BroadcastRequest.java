package io.tickgate.protocol.message;

import org.jspecify.annotations.Nullable;

/**
 * A publication as HTTP brings it: the body of a broadcast, or one line of a bulk upload.
 *
 * @param message may be borrowed, see {@link MessageBody}
 * @param priority null when the publisher left it open
 * @param conflate null when the publisher left it open
 * @param exclude connection id that shall not receive it, or null
 * @param idempotencyKey as {@link IdempotencyKeys} says, or null
 */
public record BroadcastRequest(
        String channel,
        MessageBody message,
        @Nullable Priority priority,
        @Nullable Boolean conflate,
        @Nullable String exclude,
        @Nullable String idempotencyKey) {}
