package io.tickgate.core.transport.websocket;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.tickgate.core.session.Session;
import io.tickgate.protocol.message.ClientMessage;
import io.tickgate.protocol.message.CloseCode;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The end of the pipeline: tells the session what happens to its connection. */
final class SessionHandler extends SimpleChannelInboundHandler<ClientMessage> {
    private static final Logger LOG = LoggerFactory.getLogger(SessionHandler.class);

    private final Session session;
    private final Runnable onClosed;

    /** @param onClosed runs once, after the session has given everything back */
    SessionHandler(Session session, Runnable onClosed) {
        this.session = session;
        this.onClosed = onClosed;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, ClientMessage command) {
        session.onCommand(command);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof ProtocolViolation violation) {
            session.fail(violation.code(), violation.reason());
        } else {
            ctx.fireUserEventTriggered(event);
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (ctx.channel().isWritable()) {
            session.onWritable();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        session.onClosed();
        onClosed.run();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof IOException) {
            // The client vanished; that is its right.
            ctx.close();
        } else {
            LOG.error("connection {} failed", session.id(), cause);
            CloseCode code = cause instanceof OutOfMemoryError ? CloseCode.TRY_AGAIN_LATER : CloseCode.INTERNAL_ERROR;
            session.fail(code, code.reason());
        }
    }
}
