package io.tickgate.core.session;

import io.tickgate.core.frame.FrameKind;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One connection at one instant, for its operator.
 *
 * @param subscriptions how many it has
 * @param queuedBytes what waits for it or for its acknowledgement
 * @param rung as {@link SlowReader#rung}; 0 while nothing waits
 * @param sentBytes what its socket was given
 * @param conflated publications that a newer one replaced because the connection was slow
 * @param dropped publications that were left out
 * @param channels by name and in order, where somebody asked for them
 */
public record ConnectionReport(
        UUID id,
        Peer peer,
        @Nullable String userId,
        FrameKind kind,
        int subscriptions,
        long queuedBytes,
        int rung,
        long sentBytes,
        long conflated,
        long dropped,
        List<String> channels) {}
