package io.tickgate.core.broadcast;

import io.tickgate.protocol.message.ErrorCode;

/** Hears what became of one publication: exactly one of the three, once. */
public interface PublishReply {
    /** @param recipientCount connections that were subscribed when the offset was given */
    void onPublished(long offset, int recipientCount);

    /**
     * It was published before, under the same {@link PublishOptions#idempotencyKey}, and nobody gets it again. Who gives no
     * key never hears this.
     *
     * @param offset of the first
     */
    default void onDuplicate(long offset) {
        onPublished(offset, 0);
    }

    /** @param detail short English that names the rule */
    void onRefused(ErrorCode code, String detail);
}
