package io.tickgate.core.transport.websocket;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.tickgate.core.session.Session;
import io.tickgate.protocol.message.CloseCode;
import io.tickgate.protocol.wire.Utf8;

/**
 * Takes the message out of each data frame: inflates it where it was deflated, and ends the connection where text is not
 * UTF-8 (RFC 6455 section 8.1).
 *
 * <p>In: whole data frames. Out: what {@link #onMessage} makes of them.
 */
abstract class MessageHandler extends SimpleChannelInboundHandler<WebSocketFrame> {
    /** What one connection may say in one turn of the loop, inflated: a few kilobytes on the wire can be megabytes. */
    private static final int TURN_BYTES = 128 << 10;

    private final Session session;
    private final InboundCodec codec;
    private long bytesOfTurn;

    MessageHandler(Session session, InboundCodec codec) {
        this.session = session;
        this.codec = codec;
    }

    /**
     * A whole message has come.
     *
     * @param text whether it came as text, and so is UTF-8; else it is binary
     * @param bytes hold it from 0 on; borrowed for the call
     */
    abstract void onMessage(ChannelHandlerContext ctx, boolean text, byte[] bytes, int length);

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, WebSocketFrame frame) {
        int length = payload(ctx, frame);
        if (length < 0) {
            return;
        }
        bytesOfTurn += length;
        if (bytesOfTurn > TURN_BYTES) {
            bytesOfTurn = 0;
            session.rest();
        }
        byte[] bytes = codec.scratch();
        boolean text = frame instanceof TextWebSocketFrame;
        if (text && !Utf8.isValid(bytes, 0, length)) {
            ctx.fireUserEventTriggered(new ProtocolViolation(CloseCode.INVALID_PAYLOAD));
            return;
        }
        onMessage(ctx, text, bytes, length);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        bytesOfTurn = 0;
        ctx.fireChannelReadComplete();
    }

    /** Copies or inflates the payload into the loop's scratch array. @return its length, or -1 when the connection failed */
    private int payload(ChannelHandlerContext ctx, WebSocketFrame frame) {
        ByteBuf content = frame.content();
        if ((frame.rsv() & 0x4) == 0) {
            int length = content.readableBytes();
            content.readBytes(codec.scratch(), 0, length);
            return length;
        }
        int length = codec.inflater().inflate(content, codec.scratch(), codec.messageBytesMax());
        if (length < 0) {
            ctx.fireUserEventTriggered(
                    length == MessageInflater.TOO_BIG
                            ? new ProtocolViolation(CloseCode.MESSAGE_TOO_BIG)
                            : new ProtocolViolation(
                                    CloseCode.INVALID_PAYLOAD, "compressed message is no deflate stream"));
        }
        return length;
    }
}
