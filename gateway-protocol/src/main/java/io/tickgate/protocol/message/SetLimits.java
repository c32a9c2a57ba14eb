package io.tickgate.protocol.message;

import org.jspecify.annotations.Nullable;

/**
 * Says how much the connection wants to be sent at most, in place of what it said before.
 *
 * @param wish what it does not name is not limited
 */
public record SetLimits(@Nullable CommandId id, BandwidthLimits wish) implements ClientMessage {
    @Override
    public String type() {
        return "set_limits";
    }

    @Override
    public <R> R accept(Handler<R> handler) {
        return handler.onSetLimits(this);
    }
}
