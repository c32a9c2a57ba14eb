package io.tickgate.protocol.message;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Answers {@code set_channels}.
 *
 * @param added what was not subscribed before, in the order of the command
 * @param removed what is not subscribed any more, in the order of the names; none of it comes behind this
 */
public record ChannelsSet(
        @Nullable CommandId id, String family, List<ChannelPosition> added, List<String> removed, long timestampMillis)
        implements ServerMessage {
    @Override
    public String type() {
        return "channels_set";
    }

    @Override
    public <R> R accept(Handler<R> handler) {
        return handler.onChannelsSet(this);
    }
}
