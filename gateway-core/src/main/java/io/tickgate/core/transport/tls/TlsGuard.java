package io.tickgate.core.transport.tls;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.tickgate.core.metrics.Counter;
import io.tickgate.core.metrics.ShardCounters;
import io.tickgate.core.transport.RefusalLog;
import io.tickgate.core.transport.http.RequestDeadline;
import java.nio.channels.ClosedChannelException;
import javax.net.ssl.SSLException;

/**
 * Stands behind the TLS of a connection and keeps its affairs from those behind: how the handshake ended, that it did not end
 * in time, and what a peer does wrong later, which is a broken connection like any other.
 *
 * <p><b>Owner:</b> the connection's event loop.
 */
public final class TlsGuard extends ChannelInboundHandlerAdapter {
    private final RequestDeadline deadline;
    private final ShardCounters counters;
    private final RefusalLog refusals;
    private boolean isSecure;

    /** @param refusals counts and tells failed handshakes */
    public TlsGuard(RequestDeadline deadline, ShardCounters counters, RefusalLog refusals) {
        this.deadline = deadline;
        this.counters = counters;
        this.refusals = refusals;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof SslHandshakeCompletionEvent handshake) {
            onHandshake(ctx, handshake);
        } else if (event instanceof RequestDeadline.Wait && !isSecure) {
            refusals.tell(ctx.channel(), "the handshake was not done within timeouts.connect");
            ctx.close();
        } else if (!(event instanceof SslCloseCompletionEvent)) {
            ctx.fireUserEventTriggered(event);
        }
    }

    private void onHandshake(ChannelHandlerContext ctx, SslHandshakeCompletionEvent handshake) {
        Throwable cause = handshake.cause();
        if (handshake.isSuccess()) {
            isSecure = true;
            deadline.onHandshake();
            counters.increment(Counter.TLS_HANDSHAKES);
        } else if (!(cause instanceof ClosedChannelException)) {
            // Who connects and leaves without a word has only looked whether the port is open.
            refusals.tell(ctx.channel(), String.valueOf(cause.getMessage()));
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        boolean isPeers = cause instanceof DecoderException && cause.getCause() instanceof SSLException;
        ctx.fireExceptionCaught(isPeers ? cause.getCause() : cause);
    }
}
