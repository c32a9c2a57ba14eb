package io.tickgate.core.transport;

import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.util.ReferenceCountUtil;
import io.tickgate.core.session.TurnPacer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what a new connection says first, its request and its first command, until its turn comes in the {@link TurnPacer},
 * and is gone then. Reading the bytes is cheap beside what they ask for: so a crowd's arrival costs the loop little, however
 * many come, and the rest is done in slices. What understands it is made only then: most of it is gone again with
 * the same turn, and a thousand who wait would have one each.
 *
 * <p>While something waits here, the socket is not read. Where the peer has ended its side behind it, that end waits in the
 * same line ({@link DeferredClose}), so that the answer leaves before the connection closes.
 *
 * <p><b>Owner:</b> the connection's event loop. <b>Bound:</b> one read of the socket, first of 2 KiB at most.
 */
public final class FirstReads extends ChannelDuplexHandler implements TurnPacer.Work {
    /** A request, and a command. */
    static final int HTTP_READS = 2;
    /** The handshake before them. */
    static final int TLS_READS = 2;
    /** The header before both. */
    static final int PROXY_READS = 1;

    private final TurnPacer pacer;
    /** Null once it has run. */
    private @Nullable Consumer<ChannelPipeline> whenFirst;

    private int left;
    private @Nullable ChannelHandlerContext ctx;
    private @Nullable Object held;
    private boolean enlisted;
    /** Somebody asked for more while something waited. */
    private boolean wantsRead;
    /** The channel reads by itself, and was told not to while something waits here. */
    private boolean stopped;

    private boolean autoRead;

    /**
     * @param reads how many have to wait their turn, at least 1
     * @param whenFirst makes what the first of them needs behind this handler, before it passes
     */
    FirstReads(TurnPacer pacer, int reads, Consumer<ChannelPipeline> whenFirst) {
        this.pacer = pacer;
        this.left = reads;
        this.whenFirst = whenFirst;
    }

    /** Whether {@code channel} reads by itself; where it may not do so just now, it does when what it said has had its turn. */
    public static void setAutoRead(Channel channel, boolean reading) {
        FirstReads first = channel.pipeline().get(FirstReads.class);
        if (first != null && first.stopped) {
            first.autoRead = reading;
        } else {
            channel.config().setAutoRead(reading);
        }
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        ctx = context;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object bytes) {
        // The transport reads on, asked or not, where the peer has ended its side, and what that brings may not pile up
        // here.
        pass(context);
        if (left == 0) {
            context.fireChannelRead(bytes);
            return;
        }
        held = bytes;
        if (!stopped && context.channel().config().isAutoRead()) {
            stopped = true;
            autoRead = true;
            context.channel().config().setAutoRead(false);
        }
        if (!enlisted) {
            enlisted = true;
            pacer.enlist(this);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        if (held == null) {
            context.fireChannelReadComplete();
        }
    }

    @Override
    public void read(ChannelHandlerContext context) {
        if (held == null) {
            context.read();
        } else {
            wantsRead = true;
        }
    }

    @Override
    public boolean doSome() {
        enlisted = false;
        ChannelHandlerContext context = ctx;
        if (context != null) {
            pass(context);
        }
        return false;
    }

    private void pass(ChannelHandlerContext context) {
        Object message = held;
        if (message == null) {
            return;
        }
        held = null;
        left--;
        Consumer<ChannelPipeline> opening = whenFirst;
        if (opening != null) {
            whenFirst = null;
            opening.accept(context.pipeline());
        }
        if (stopped) {
            stopped = false;
            context.channel().config().setAutoRead(autoRead);
        }
        context.fireChannelRead(message);
        context.fireChannelReadComplete();
        if (wantsRead) {
            wantsRead = false;
            context.read();
        }
        if (left == 0 && !context.isRemoved()) {
            context.pipeline().remove(this);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        drop();
        context.fireChannelInactive();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        ctx = null;
        drop();
    }

    private void drop() {
        ReferenceCountUtil.release(held);
        held = null;
    }
}
