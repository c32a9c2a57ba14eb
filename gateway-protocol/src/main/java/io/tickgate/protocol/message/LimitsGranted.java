package io.tickgate.protocol.message;

import org.jspecify.annotations.Nullable;

/**
 * Answers {@code set_limits}.
 *
 * @param granted what applies from now on
 * @param caps what the operator has set, beyond which nothing is granted
 */
public record LimitsGranted(@Nullable CommandId id, BandwidthLimits granted, BandwidthLimits caps, long timestampMillis)
        implements ServerMessage {
    @Override
    public String type() {
        return "limits";
    }

    @Override
    public <R> R accept(Handler<R> handler) {
        return handler.onLimitsGranted(this);
    }
}
