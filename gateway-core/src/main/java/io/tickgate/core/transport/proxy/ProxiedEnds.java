package io.tickgate.core.transport.proxy;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.haproxy.HAProxyCommand;
import io.netty.handler.codec.haproxy.HAProxyMessage;
import io.netty.handler.codec.haproxy.HAProxyProtocolException;
import io.netty.handler.codec.haproxy.HAProxyProtocolVersion;
import io.netty.handler.codec.haproxy.HAProxyProxiedProtocol;
import io.netty.util.NetUtil;
import io.tickgate.core.transport.RefusalLog;
import io.tickgate.core.transport.http.RequestDeadline;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/**
 * Takes the addresses of a PROXY header for those of the connection, tells them on as a user event, and is gone. What is no
 * such header ends the connection.
 *
 * <p>A header without addresses, LOCAL above all, is what a balancer's own health checks bring: they are answered, and
 * permitted nothing.
 *
 * <p><b>Owner:</b> the connection's event loop.
 */
final class ProxiedEnds extends ChannelInboundHandlerAdapter {
    private final RefusalLog refusals;
    private boolean isRefused;

    ProxiedEnds(RefusalLog refusals) {
        this.refusals = refusals;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (!(message instanceof HAProxyMessage header)) {
            ctx.fireChannelRead(message);
            return;
        }
        try {
            if (header.protocolVersion() != HAProxyProtocolVersion.V2) {
                refuse(ctx, "its PROXY header is of version 1, and version 2 is wanted");
                return;
            }
            ConnectionEnds ends = endsOf(ctx.channel(), header);
            ends.put(ctx.channel());
            ctx.pipeline().remove(this);
            ctx.fireUserEventTriggered(ends);
        } finally {
            header.release();
        }
    }

    private static ConnectionEnds endsOf(Channel channel, HAProxyMessage header) {
        HAProxyProxiedProtocol protocol = header.proxiedProtocol();
        boolean isTcp = protocol == HAProxyProxiedProtocol.TCP4 || protocol == HAProxyProxiedProtocol.TCP6;
        if (header.command() == HAProxyCommand.PROXY && isTcp) {
            InetSocketAddress client = address(header.sourceAddress(), header.sourcePort());
            InetSocketAddress local = address(header.destinationAddress(), header.destinationPort());
            if (client != null && local != null) {
                return new ConnectionEnds(client, local, false);
            }
        }
        return ConnectionEnds.ofSocket(channel, true);
    }

    private static @Nullable InetSocketAddress address(@Nullable String literal, int port) {
        byte[] bytes = literal == null ? null : NetUtil.createByteArrayFromIpAddressString(literal);
        try {
            // Sixteen bytes of a mapped address come back as IPv4, so that ranges need not know both spellings.
            return bytes == null ? null : new InetSocketAddress(InetAddress.getByAddress(bytes), port);
        } catch (UnknownHostException neitherFourNorSixteenBytes) {
            return null;
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof RequestDeadline.Wait) {
            refuse(ctx, "its PROXY header did not come within timeouts.connect");
        } else {
            ctx.fireUserEventTriggered(event);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof HAProxyProtocolException) {
            Throwable reason = cause.getCause() == null ? cause : cause.getCause();
            refuse(ctx, "it does not begin with a PROXY header: " + reason.getMessage());
        } else {
            ctx.fireExceptionCaught(cause);
        }
    }

    /** Once, though what was read of a header may fail again when the connection closes. */
    private void refuse(ChannelHandlerContext ctx, String why) {
        if (!isRefused) {
            isRefused = true;
            refusals.tell(ctx.channel(), why);
            ctx.close();
        }
    }
}
