package io.tickgate.core.transport.tls;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.tickgate.core.transport.HandlerNames;
import io.tickgate.core.transport.RefusalLog;
import io.tickgate.core.transport.http.ProblemDetails;
import io.tickgate.protocol.message.ErrorCode;

/**
 * Looks at the first byte of a connection on a port that speaks TLS. A handshake goes on, without this; who speaks plain HTTP
 * is told so, in plain HTTP; anything else is closed.
 *
 * <p><b>Owner:</b> the connection's event loop.
 */
public final class PlainTextDetector extends ChannelInboundHandlerAdapter {
    /** The type of a record that begins a handshake (RFC 8446 section 5.1). */
    private static final int HANDSHAKE = 22;

    private final RefusalLog refusals;
    private boolean isRefused;

    /** @param refusals counts and tells what is no TLS */
    public PlainTextDetector(RefusalLog refusals) {
        this.refusals = refusals;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        int first = bytes.isReadable() ? bytes.getUnsignedByte(bytes.readerIndex()) : -1;
        if (first == HANDSHAKE && !isRefused) {
            ctx.pipeline().remove(this);
            ctx.fireChannelRead(bytes);
            return;
        }
        bytes.release();
        if (first >= 0 && !isRefused) {
            isRefused = true;
            refuse(ctx, first);
        }
    }

    /** No handshake will come, so what waits for one goes; what still comes is thrown away here. */
    private void refuse(ChannelHandlerContext ctx, int first) {
        ctx.pipeline().remove(HandlerNames.TLS_GUARD);
        ctx.pipeline().remove(HandlerNames.TLS);
        if (first >= 'A' && first <= 'Z') {
            refusals.tell(ctx.channel(), "plain HTTP");
            ctx.fireUserEventTriggered(
                    ProblemDetails.of(ErrorCode.BAD_REQUEST, "TLS is spoken on this port; ask for https:// or wss://"));
        } else {
            refusals.tell(ctx.channel(), "the first byte belongs to neither TLS nor HTTP");
            ctx.close();
        }
    }
}
