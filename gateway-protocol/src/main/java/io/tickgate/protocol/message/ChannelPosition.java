package io.tickgate.protocol.message;

import org.jspecify.annotations.Nullable;

/**
 * Where a channel stood when it was subscribed: one line of a confirmed list.
 *
 * @param granted null when no options were sent
 */
public record ChannelPosition(
        String channel, Position position, @Nullable SubscribeOptions granted) {
    /** A line without options. */
    public ChannelPosition(String channel, Position position) {
        this(channel, position, null);
    }
}
