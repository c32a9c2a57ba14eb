package io.tickgate.protocol.message;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Replaces what the connection is subscribed to in one family, in one step.
 *
 * @param family the base whose members are meant; a subscription to the base itself is not touched
 * @param channels members of it, 0 to 500, as the client wrote them: what is subscribed afterwards
 * @param ack whether unacknowledged publications of those that are added are sent again
 * @param options of those that are added; null when the client sent none
 */
public record SetChannels(
        @Nullable CommandId id,
        String family,
        List<String> channels,
        boolean ack,
        @Nullable SubscribeOptions options) implements ClientMessage {
    @Override
    public String type() {
        return "set_channels";
    }

    @Override
    public <R> R accept(Handler<R> handler) {
        return handler.onSetChannels(this);
    }
}
