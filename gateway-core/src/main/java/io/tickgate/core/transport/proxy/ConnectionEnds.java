package io.tickgate.core.transport.proxy;

import io.netty.channel.Channel;
import io.netty.util.AttributeKey;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Who is at the two ends of a connection: those of the socket, or whom a proxy's PROXY header put in their place.
 *
 * @param client the other end; null when it is gone
 * @param local this end, as the client reached it; null when there is none any more
 * @param isStranger whether the proxy did not say for whom it speaks: then the client is the proxy itself, and nothing is
 *     permitted because of that address
 */
public record ConnectionEnds(
        @Nullable SocketAddress client, @Nullable SocketAddress local, boolean isStranger) {
    private static final AttributeKey<ConnectionEnds> TOLD = AttributeKey.valueOf(ConnectionEnds.class, "told");

    /** The ends of {@code channel}; its loop. */
    public static ConnectionEnds of(Channel channel) {
        ConnectionEnds told = channel.hasAttr(TOLD) ? channel.attr(TOLD).get() : null;
        return told == null ? ofSocket(channel, false) : told;
    }

    static ConnectionEnds ofSocket(Channel channel, boolean isStranger) {
        return new ConnectionEnds(channel.remoteAddress(), channel.localAddress(), isStranger);
    }

    /** From now on these are the ends of {@code channel}. */
    void put(Channel channel) {
        channel.attr(TOLD).set(this);
    }
}
