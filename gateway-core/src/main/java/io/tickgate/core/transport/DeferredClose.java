package io.tickgate.core.transport;

import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.ChannelInputShutdownReadComplete;
import io.tickgate.core.session.TurnPacer;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Closes a connection that is over when its turn comes in the {@link TurnPacer}. To notice an end is cheap beside giving back
 * all that a connection has: so a crowd that leaves at once, because a proxy died or an exchange closed, does not stand
 * between a live publication and those who stay. Until then what is sent to a peer that has gone is lost, as it would be on
 * the way.
 *
 * <p>Stands first in the pipeline. What was read before the end stands before it in the line, which is one.
 *
 * <p><b>Owner:</b> the connection's event loop. <b>Bound:</b> each connection stands in the line once.
 */
public final class DeferredClose extends ChannelDuplexHandler implements TurnPacer.Work {
    private final TurnPacer pacer;
    private @Nullable ChannelHandlerContext ctx;
    private boolean enlisted;
    private boolean hasHadTurn;
    /** The peer is still there and is owed an end in good order, that of TLS above all. */
    private boolean inGoodOrder;

    DeferredClose(TurnPacer pacer) {
        this.pacer = pacer;
    }

    /** Closes {@code channel} in good order when its turn comes: all is said, on both sides. */
    public static void close(Channel channel) {
        DeferredClose deferred = channel.pipeline().get(DeferredClose.class);
        if (deferred == null) {
            channel.close();
        } else {
            deferred.inGoodOrder |= !deferred.enlisted;
            deferred.enlist();
        }
    }

    /** Closes {@code channel}, whose peer is gone, when its turn comes. */
    public static void abandon(Channel channel) {
        DeferredClose deferred = channel.pipeline().get(DeferredClose.class);
        if (deferred == null) {
            channel.close();
        } else {
            deferred.onPeerGone(channel);
        }
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        ctx = context;
        // Else the transport closes by itself, in the middle of reading.
        context.channel().config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        ctx = null;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event == ChannelInputShutdownEvent.INSTANCE) {
            onPeerGone(context.channel());
        } else if (event != ChannelInputShutdownReadComplete.INSTANCE) {
            context.fireUserEventTriggered(event);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (cause instanceof IOException) {
            // The socket's own: the peer has vanished.
            onPeerGone(context.channel());
        } else {
            context.fireExceptionCaught(cause);
        }
    }

    @Override
    public void read(ChannelHandlerContext context) {
        // The transport has taken a socket that has ended off its list, and fails where it is asked to read on.
        if (!enlisted) {
            context.read();
        }
    }

    private void onPeerGone(Channel channel) {
        if (hasHadTurn) {
            // In the middle of an end in good order, which nobody waits for any more.
            cut(channel);
        } else {
            enlist();
        }
    }

    private void enlist() {
        if (!enlisted) {
            enlisted = true;
            pacer.enlist(this);
        }
    }

    @Override
    public boolean doSome() {
        hasHadTurn = true;
        ChannelHandlerContext context = ctx;
        if (context != null) {
            if (inGoodOrder) {
                context.channel().close();
            } else {
                cut(context.channel());
            }
        }
        return false;
    }

    /** Past the pipeline: TLS would say goodbye first, to nobody. */
    private static void cut(Channel channel) {
        channel.unsafe().close(channel.voidPromise());
    }
}
