package io.tickgate.core.transport.websocket;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.tickgate.core.session.Session;
import io.tickgate.protocol.message.CloseCode;
import io.tickgate.protocol.message.ErrorCode;
import io.tickgate.protocol.message.WireFormat;
import io.tickgate.protocol.wire.Utf8;
import io.tickgate.protocol.wire.WireException;

/**
 * Turns data frames into commands: text is JSON, binary is MessagePack, and a connection speaks one of them.
 *
 * <p>In: whole data frames. Out: {@link io.tickgate.protocol.message.ClientMessage}, whose bodies are borrowed for the
 * call. What is not a command is answered with an error, and the connection lives on; text that is not UTF-8 ends it
 * (RFC 6455 section 8.1).
 */
final class ClientMessageDecoder extends SimpleChannelInboundHandler<WebSocketFrame> {
    /** What one connection may say in one turn of the loop, inflated: a few kilobytes on the wire can be megabytes. */
    private static final int TURN_BYTES = 128 << 10;

    private final Session session;
    private final WireFormat format;
    private final InboundCodec codec;
    private long bytesOfTurn;

    ClientMessageDecoder(Session session, WireFormat format, InboundCodec codec) {
        this.session = session;
        this.format = format;
        this.codec = codec;
    }

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
        if (text != (format == WireFormat.JSON)) {
            session.onMalformed(new WireException(
                    ErrorCode.UNSUPPORTED_FRAME,
                    format.subprotocol() + " travels in " + (text ? "binary" : "text") + " frames"));
            return;
        }
        try {
            ctx.fireChannelRead(codec.reader().readCommand(format, bytes, 0, length));
        } catch (WireException e) {
            session.onMalformed(e);
        }
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
