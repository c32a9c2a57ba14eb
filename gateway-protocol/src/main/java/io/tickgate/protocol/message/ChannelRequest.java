package io.tickgate.protocol.message;

import org.jspecify.annotations.Nullable;

/**
 * One channel that a client comes back to, and how.
 *
 * @param channel as the client wrote it
 * @param since where the client stopped reading, or null to start at the live edge
 * @param ack whether unacknowledged publications are sent again
 * @param options null when the client sent none
 */
public record ChannelRequest(
        String channel,
        @Nullable Since since,
        boolean ack,
        @Nullable SubscribeOptions options) {}
