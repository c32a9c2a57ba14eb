package io.tickgate.bench.load.dialect;

import io.tickgate.protocol.message.Position;
import io.tickgate.protocol.message.WireFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is said over a WebSocket. Where a dialect knows one format only, it is JSON.
 *
 * <p><b>Owner:</b> one thread.
 */
public interface Dialect {
    /** The path of the WebSocket, unless the target's URL has one. */
    String path();

    /** What {@code Sec-WebSocket-Protocol} must say, null for nothing. */
    @Nullable
    String subprotocol(WireFormat format);

    /** Whether commands wait for {@link Answers#onReady}, which the server or the answer to {@link #hello} brings. */
    boolean greets();

    /** What is sent first, null for nothing. */
    @Nullable
    Message hello();

    /** The commands that subscribe to channels. */
    List<Message> subscribe(WireFormat format, List<String> channels);

    /**
     * The command that subscribes to a channel from a position on.
     *
     * @throws UnsupportedOperationException when there are no positions
     */
    default Message resume(WireFormat format, String channel, Position since) {
        throw new UnsupportedOperationException("no positions");
    }

    /**
     * The command that acknowledges a channel up to an offset.
     *
     * @throws UnsupportedOperationException when there is none
     */
    default Message acknowledge(WireFormat format, String channel, long offset) {
        throw new UnsupportedOperationException("no acknowledgements");
    }

    /** The offset of a delivery, -1 when it has none. */
    default long offsetOf(WireFormat format, byte[] in, int from, int to) {
        return -1;
    }

    /** The command that publishes. */
    Message publish(WireFormat format, String channel, byte[] payload);

    /**
     * The body of a request that publishes.
     *
     * @throws UnsupportedOperationException when there is none
     */
    default byte[] publishBody(WireFormat format, String channel, byte[] payload) {
        throw new UnsupportedOperationException("no publishing by HTTP");
    }

    /** The path of a request that publishes, or of one whose body is lines. */
    default String publishPath(boolean isStream) {
        throw new UnsupportedOperationException("no publishing by HTTP");
    }

    /** Header fields of its own that a request that publishes needs. */
    default Map<String, String> publishHeaders() {
        return Map.of();
    }

    /** Whether one WebSocket message may hold several of the dialect's. */
    boolean joinsMessages();

    /** Reads what is no delivery. */
    void read(WireFormat format, byte[] in, int from, int to, Answers answers);
}
