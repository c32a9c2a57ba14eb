package io.tickgate.protocol.message;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Brings everything back that a client had on a connection before this one.
 *
 * @param token of that connection's welcome; never logged; 1 to 8192 characters
 * @param subscriptions 1 to 500, each channel once
 */
public record Resume(@Nullable CommandId id, String token, List<ChannelRequest> subscriptions)
        implements ClientMessage {
    @Override
    public String type() {
        return "resume";
    }

    @Override
    public <R> R accept(Handler<R> handler) {
        return handler.onResume(this);
    }

    /** Without the token. */
    @Override
    public String toString() {
        return "Resume[id=" + id + ", subscriptions=" + subscriptions + ']';
    }
}
