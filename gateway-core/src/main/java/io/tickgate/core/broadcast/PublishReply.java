package io.tickgate.core.broadcast;

import io.tickgate.protocol.message.ErrorCode;

/** Hears what became of one publication. */
public interface PublishReply {
    /**
     * It has its number, and is on its way.
     *
     * @param recipientCount connections that were subscribed when it was numbered, each counted once
     */
    void onPublished(long offset, int recipientCount);

    /**
     * It has no number, and nobody gets it.
     *
     * @param detail one English sentence for the publisher
     */
    void onRefused(ErrorCode code, String detail);
}
