package io.tickgate.protocol.message;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Answers {@code resume}.
 *
 * @param channels in the order of the command, that of the user's own notifications last
 */
public record Resumed(@Nullable CommandId id, List<ChannelPosition> channels, long timestampMillis)
        implements ServerMessage {
    @Override
    public String type() {
        return "resumed";
    }

    @Override
    public <R> R accept(Handler<R> handler) {
        return handler.onResumed(this);
    }
}
