package io.tickgate.core.transport.websocket;

import io.netty.channel.ChannelHandlerContext;
import io.tickgate.core.session.Session;
import io.tickgate.protocol.message.ErrorCode;
import io.tickgate.protocol.message.WireFormat;
import io.tickgate.protocol.wire.WireException;

/**
 * Turns messages into commands: text is JSON, binary is MessagePack, and a connection speaks one of them.
 *
 * <p>Out: {@link io.tickgate.protocol.message.ClientMessage}, whose bodies are borrowed for the call. What is not a command
 * is answered with an error, and the connection lives on.
 */
final class ClientMessageDecoder extends MessageHandler {
    private final Session session;
    private final WireFormat format;
    private final InboundCodec codec;

    ClientMessageDecoder(Session session, WireFormat format, InboundCodec codec) {
        super(session, codec);
        this.session = session;
        this.format = format;
        this.codec = codec;
    }

    @Override
    void onMessage(ChannelHandlerContext ctx, boolean text, byte[] bytes, int length) {
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
}
