package io.tickgate.core.feed.status;

import io.tickgate.protocol.wire.WireException;

/** Hears what became of a status that was handed in: exactly one of the two, once. */
public interface StatusReply {
    /** @param recipientCount connections that were subscribed when the offset was given */
    void onPublished(long offset, int recipientCount);

    /** Nothing was taken of it; {@code fault} says which field and which rule. */
    void onRefused(WireException fault);
}
