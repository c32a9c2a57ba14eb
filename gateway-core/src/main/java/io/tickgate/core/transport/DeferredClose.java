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
    private enum State {
        OPEN,
        /** All is said, and the peer is owed an end in good order, that of TLS above all. */
        DONE,
        /** There is nobody to say anything to. */
        ABANDONED,
        /** It has had its turn. */
        CLOSED
    }

    private final TurnPacer pacer;
    private @Nullable ChannelHandlerContext ctx;
    private State state = State.OPEN;

    DeferredClose(TurnPacer pacer) {
        this.pacer = pacer;
    }

    /** Closes {@code channel} in good order when its turn comes: all is said, on both sides. */
    public static void close(Channel channel) {
        end(channel, State.DONE);
    }

    /** Closes {@code channel}, whose peer is gone, when its turn comes. */
    public static void abandon(Channel channel) {
        end(channel, State.ABANDONED);
    }

    private static void end(Channel channel, State as) {
        DeferredClose deferred = channel.pipeline().get(DeferredClose.class);
        if (deferred == null) {
            channel.close();
        } else {
            deferred.end(as);
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
            end(State.ABANDONED);
        } else if (event != ChannelInputShutdownReadComplete.INSTANCE) {
            context.fireUserEventTriggered(event);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (cause instanceof IOException) {
            // The socket's own: the peer has vanished.
            end(State.ABANDONED);
        } else {
            context.fireExceptionCaught(cause);
        }
    }

    @Override
    public void read(ChannelHandlerContext context) {
        // The transport has taken a socket that has ended off its list, and fails where it is asked to read on.
        if (state == State.OPEN) {
            context.read();
        }
    }

    private void end(State as) {
        if (state == State.OPEN) {
            state = as;
            pacer.enlist(this);
        } else if (state == State.CLOSED && as == State.ABANDONED && ctx != null) {
            // In the middle of an end in good order, which nobody waits for any more.
            cut(ctx.channel());
        }
    }

    @Override
    public boolean doSome() {
        boolean inGoodOrder = state == State.DONE;
        state = State.CLOSED;
        ChannelHandlerContext context = ctx;
        if (context != null && inGoodOrder) {
            context.channel().close();
        } else if (context != null) {
            cut(context.channel());
        }
        return false;
    }

    /** Past the pipeline: TLS would say goodbye first, to nobody. */
    private static void cut(Channel channel) {
        channel.unsafe().close(channel.voidPromise());
    }
}
