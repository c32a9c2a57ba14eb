package io.tickgate.core.broadcast;

import io.tickgate.protocol.message.ErrorCode;

/** Hears what became of one publication: exactly one of the two, once. */
public interface PublishReply {
    /** @param recipientCount connections that were subscribed when the offset was given */
    void onPublished(long offset, int recipientCount);

    /** @param detail short English that names the rule */
    void onRefused(ErrorCode code, String detail);
}
