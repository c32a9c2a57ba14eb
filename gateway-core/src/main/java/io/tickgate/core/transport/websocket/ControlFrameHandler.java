package io.tickgate.core.transport.websocket;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.tickgate.core.session.Session;
import io.tickgate.protocol.message.CloseCode;
import io.tickgate.protocol.wire.Utf8;

/**
 * Answers pings and closes (RFC 6455 section 5.5); a pong is a sign of life, which the decoder has noted already.
 *
 * <p>In: whole frames. Out: data frames only.
 */
final class ControlFrameHandler extends ChannelInboundHandlerAdapter {
    private final Session session;

    ControlFrameHandler(Session session) {
        this.session = session;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (message instanceof PingWebSocketFrame ping) {
            session.onPing(ping.content());
            ping.release();
        } else if (message instanceof PongWebSocketFrame pong) {
            pong.release();
        } else if (message instanceof CloseWebSocketFrame close) {
            onClose(ctx, close);
            close.release();
        } else {
            ctx.fireChannelRead(message);
        }
    }

    private void onClose(ChannelHandlerContext ctx, WebSocketFrame close) {
        ByteBuf body = close.content();
        if (!body.isReadable()) {
            session.onPeerClose(0);
            return;
        }
        if (body.readableBytes() < 2 || !mayBeReceived(body.getUnsignedShort(body.readerIndex()))) {
            ctx.fireUserEventTriggered(new ProtocolViolation(CloseCode.PROTOCOL_ERROR));
            return;
        }
        int status = body.readUnsignedShort();
        byte[] reason = new byte[body.readableBytes()];
        body.readBytes(reason);
        if (Utf8.isValid(reason, 0, reason.length)) {
            session.onPeerClose(status);
        } else {
            ctx.fireUserEventTriggered(new ProtocolViolation(CloseCode.INVALID_PAYLOAD));
        }
    }

    /** RFC 6455 section 7.4: 1004 to 1006 and 1015 never stand in a frame, and below 3000 only registered codes do. */
    private static boolean mayBeReceived(int status) {
        return (status >= 1000 && status <= 1003)
                || (status >= 1007 && status <= 1014)
                || (status >= 3000 && status <= 4999);
    }
}
