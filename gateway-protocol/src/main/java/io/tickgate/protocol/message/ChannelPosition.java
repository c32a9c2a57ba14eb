package io.tickgate.protocol.message;

import org.jspecify.annotations.Nullable;

/**
 * What became of one channel that was subscribed to: a line of an answer.
 *
 * @param position the last publication before the subscription; offset 0 means none
 * @param granted what applies of the options; null when none were sent
 * @param recovered whether what was missed follows; null when nothing was asked for
 * @param reason why nothing was recovered
 */
public record ChannelPosition(
        String channel,
        Position position,
        @Nullable SubscribeOptions granted,
        @Nullable Boolean recovered,
        @Nullable String reason) {
    /** A channel for which no options were sent. */
    public ChannelPosition(String channel, Position position) {
        this(channel, position, null);
    }

    /** A channel that nobody comes back to. */
    public ChannelPosition(String channel, Position position, @Nullable SubscribeOptions granted) {
        this(channel, position, granted, null, null);
    }
}
