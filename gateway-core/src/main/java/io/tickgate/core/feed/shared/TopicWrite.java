package io.tickgate.core.feed.shared;

import io.tickgate.core.broadcast.Draft;
import io.tickgate.core.broadcast.Treatment;
import io.tickgate.protocol.wire.WireException;
import org.jspecify.annotations.Nullable;

/** What a module wants to publish to one topic; what exactly, it says when it is its turn. On the module's loop. */
public interface TopicWrite {
    /** It has to wait: what it borrowed is gone after this call. */
    default void keep() {}

    /**
     * Computes what to publish from what is known by now, perhaps once more after a conflict.
     *
     * @param heard the last offset of the topic, which the draft expects
     * @return null where nothing is to be published, and whoever waits was answered
     * @throws WireException why it cannot be; nothing was changed
     */
    @Nullable
    Prepared prepare(long heard) throws WireException;

    /** Asked at its turn: whether it is no publication, but forgets what the topic has; then {@link #onForgotten} answers. */
    default boolean forgets() {
        return false;
    }

    default void onForgotten() {}

    /** Another gateway was first: what was taken for the draft is to be given back. */
    default void onConflict() {}

    /** @param isHeard whether the module has heard of it already, as of what others publish */
    void onAppended(long offset, int recipientCount, boolean isHeard);

    void onRefused(WireException fault);

    /** @param draft with a body that is valid until the next turn */
    record Prepared(Draft draft, Treatment treatment) {}
}
