package io.tickgate.core.feed.progress;

import io.tickgate.protocol.wire.WireException;

/** Hears what became of a removal: exactly one of the two, once. */
@FunctionalInterface
public interface RemovalReply {
    /** @param wasThere whether there was such a task */
    void onRemoved(boolean wasThere);

    /** It is there still; only where gateways share their tasks. */
    default void onRefused(WireException fault) {
        throw new IllegalStateException("nobody hears that a removal was refused", fault);
    }
}
