package io.tickgate.core.feed;

import io.tickgate.core.broadcast.SnapshotSource;
import io.tickgate.protocol.message.ChannelNames;
import io.tickgate.protocol.message.ServerMessage;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Asks the module of a channel's family what the channel stands for. A family without one stands for nothing. */
final class FeedSnapshots implements SnapshotSource {
    private final Map<String, SnapshotSource> byFamily;

    /** @param byFamily by the bare base, such as {@code chart_updates} */
    FeedSnapshots(Map<String, SnapshotSource> byFamily) {
        this.byFamily = Map.copyOf(byFamily);
    }

    @Override
    public @Nullable ServerMessage snapshot(String channel, int points) {
        return byFamily.getOrDefault(ChannelNames.base(channel), NONE).snapshot(channel, points);
    }

    @Override
    public @Nullable ServerMessage insteadOf(String channel, long offset) {
        return byFamily.getOrDefault(ChannelNames.base(channel), NONE).insteadOf(channel, offset);
    }

    @Override
    public @Nullable ServerMessage greeting(String channel) {
        return byFamily.getOrDefault(ChannelNames.base(channel), NONE).greeting(channel);
    }
}
