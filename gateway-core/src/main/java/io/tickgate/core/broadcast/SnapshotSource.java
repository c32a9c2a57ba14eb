package io.tickgate.core.broadcast;

import io.tickgate.protocol.message.ServerMessage;
import org.jspecify.annotations.Nullable;

/**
 * Knows what a topic stands for now, beyond its last publication: the points of a chart, the state of a task.
 *
 * <p>Asked on the topic's home shard, in the step that reads the topic's offset, so that the answer holds exactly what was
 * published up to there.
 */
public interface SnapshotSource {
    /** No topic stands for anything. */
    SnapshotSource NONE = (channel, points) -> null;

    /**
     * The message for one subscriber, without an offset; null when there is nothing to tell.
     *
     * @param points how many at most, where there are points
     */
    @Nullable
    ServerMessage snapshot(String channel, int points);

    /**
     * The message for one subscriber that tells what {@code channel} stands for, where its newest publication does not:
     * anybody who may publish can say something there that its module did not. Null when the publication with {@code
     * offset} is the module's own, or the module knows nothing of the channel.
     */
    default @Nullable ServerMessage insteadOf(String channel, long offset) {
        return null;
    }

    /**
     * What a new subscriber of {@code channel} is sent at once although it asked for nothing, without an offset; null when
     * it waits for the first publication.
     */
    default @Nullable ServerMessage greeting(String channel) {
        return null;
    }
}
