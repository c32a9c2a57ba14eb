package io.tickgate.core.transport;

import io.netty.channel.Channel;
import io.netty.channel.group.ChannelGroup;
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
    private final ChannelGroup open = new DefaultChannelGroup(ImmediateEventExecutor.INSTANCE);

    void add(Channel channel) {
        open.add(channel);
    }

    public int count() {
        return open.size();
    }

    /** Tells every connection that was not upgraded what it may still do. It acts in a task of its own. */
    public void signalHttp(StopSignal signal) {
        for (Channel channel : open) {
            if (channel.pipeline().get(HandlerNames.HTTP_ROUTER) != null) {
                channel.pipeline().fireUserEventTriggered(signal);
            }
        }
    }

    /** Done when those are closed that were in the middle of a request when they acted on a signal. */
    public Future<?> whenRequestsEnd() {
        return open.newCloseFuture(StopSignal::isWaitedFor);
    }

    /** Closes what is left, whatever it is doing. @return done when all are closed */
    public Future<?> closeAll() {
        return open.close();
    }
}
