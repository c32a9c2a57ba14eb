package io.tickgate.core.transport;

import io.netty.channel.Channel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.ChannelGroupFuture;
import io.netty.channel.group.ChannelMatcher;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.ImmediateEventExecutor;
import io.tickgate.core.transport.http.StopSignal;

/**
 * Every connection that was accepted and is open, whatever it speaks by now: the end of the gateway must reach them all,
 * those that have not said a word included. Any thread; each connection acts on its own loop.
 *
 * <p><b>Bound:</b> {@code limits.max-connections} and {@code limits.max-http-connections}.
 */
public final class AcceptedConnections {
    private static final ChannelMatcher IS_HTTP = channel -> channel.pipeline().get(HandlerNames.HTTP_ROUTER) != null;

    private final ChannelGroup open = new DefaultChannelGroup(ImmediateEventExecutor.INSTANCE);

    void add(Channel channel) {
        open.add(channel);
    }

    public int count() {
        return open.size();
    }

    /**
     * Tells every connection that was not upgraded what it may still do.
     *
     * @return done when the last of them is closed
     */
    public Future<?> signalHttp(StopSignal signal) {
        ChannelGroupFuture closed = open.newCloseFuture(IS_HTTP);
        for (Channel channel : open) {
            if (IS_HTTP.matches(channel)) {
                channel.pipeline().fireUserEventTriggered(signal);
            }
        }
        return closed;
    }

    /** Closes what is left, whatever it is doing. @return done when all are closed */
    public Future<?> closeAll() {
        return open.close();
    }
}
