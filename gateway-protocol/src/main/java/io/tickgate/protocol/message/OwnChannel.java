package io.tickgate.protocol.message;

import org.jspecify.annotations.Nullable;

/**
 * The channel of the user's own notifications, beside the one that brings it.
 *
 * @param recovered null when no position was sent
 * @param reason why nothing was recovered
 */
public record OwnChannel(
        ChannelPosition line,
        @Nullable Boolean recovered,
        @Nullable String reason) {}
