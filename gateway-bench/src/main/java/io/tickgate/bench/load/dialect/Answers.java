package io.tickgate.bench.load.dialect;

import io.tickgate.protocol.message.Position;
import org.jspecify.annotations.Nullable;

/** Hears what a message of the server says that is no delivery. */
public interface Answers {
    /** The server is ready for commands. */
    void onReady();

    /**
     * One subscription is confirmed; without a channel, the next one in the order of the commands.
     *
     * @param position behind which publications follow; null where the dialect has none
     * @param refusal why nothing could be recovered, null when it was or nobody asked
     */
    void onSubscribed(@Nullable String channel, @Nullable Position position, @Nullable String refusal);

    /** The server refused a command. */
    void onRefused(String text);

    /** The server wants a sign of life. */
    void onPing(Message pong);
}
