package io.tickgate.core.session;

import io.tickgate.protocol.message.Since;
import io.tickgate.protocol.message.SubscribeOptions;
import org.jspecify.annotations.Nullable;

/**
 * One channel that a command asks for, and how.
 *
 * @param index where it stands in the command's list; 0 where there is none
 * @param points of a chart that shall come first; 0 for none
 */
record Wanted(
        int index,
        String channel,
        @Nullable Since since,
        boolean ack,
        @Nullable SubscribeOptions options,
        int points) {
    boolean wantsSnapshot() {
        return options != null && options.wantsSnapshot();
    }

    boolean wantsRewind() {
        return options != null && options.rewind() != null;
    }

    /** Whether the user's own notifications come with it, where there is a user. */
    boolean bringsOwn() {
        return channel.equals(UserTopics.BROUGHT_BY);
    }
}
