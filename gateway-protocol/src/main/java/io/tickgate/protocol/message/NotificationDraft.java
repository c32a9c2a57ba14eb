package io.tickgate.protocol.message;

import org.jspecify.annotations.Nullable;

/**
 * A notification as its publisher sends it.
 *
 * @param id chosen by the publisher, so that the same one twice is one; null for one of the gateway's
 * @param userId whom it is for; null for everybody
 * @param type any word
 * @param message may be empty
 * @param metadata the publisher's own, carried as it is; owns its bytes
 */
public record NotificationDraft(
        @Nullable String id,
        @Nullable String userId,
        String type,
        String title,
        String message,
        Priority priority,
        MessageBody metadata,
        @Nullable String actionUrl,
        @Nullable String actionText) {
    /** Longest id, in characters. */
    public static final int ID_CHARS_MAX = 128;

    /** Largest metadata, encoded. */
    public static final int METADATA_BYTES_MAX = 16 << 10;
}
