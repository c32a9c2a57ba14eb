package io.tickgate.core.transport.websocket;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.tickgate.core.frame.FrameKind;
import io.tickgate.core.frame.SharedDeflater;
import io.tickgate.core.frame.WebSocketFrames;
import io.tickgate.core.session.OwnAnswers;
import io.tickgate.core.session.Session;
import io.tickgate.protocol.message.WireFormat;

/**
 * Sends every message back as it came, text as text and binary as binary, deflated on the gateway's own terms where that was
 * agreed; and says nothing of its own.
 */
public final class EchoDialogue implements Dialogue {
    @Override
    public String path() {
        return "/echo";
    }

    @Override
    public ChannelHandler newMessageHandler(Session session, FrameKind kind, InboundCodec codec) {
        return new Echo(session, kind, codec);
    }

    @Override
    public void begin(Session session) {
        OwnAnswers.begin(session);
    }

    private static final class Echo extends MessageHandler {
        private final Session session;
        private final FrameKind kind;
        private final SharedDeflater deflater = new SharedDeflater(1, 0);

        Echo(Session session, FrameKind kind, InboundCodec codec) {
            super(session, codec);
            this.session = session;
            this.kind = kind;
        }

        @Override
        void onMessage(ChannelHandlerContext ctx, boolean text, byte[] bytes, int length) {
            int deflated = kind.isDeflated() && kind.fitsWindow(length) ? deflater.tryDeflate(bytes, 0, length) : -1;
            boolean deflates = deflated >= 0;
            ByteBuf frame = WebSocketFrames.data(
                    ctx.alloc(),
                    text ? WireFormat.JSON : WireFormat.MSGPACK,
                    deflates,
                    deflates ? deflater.output() : bytes,
                    0,
                    deflates ? deflated : length);
            OwnAnswers.send(session, frame);
        }

        @Override
        public void handlerRemoved(ChannelHandlerContext ctx) {
            deflater.close();
        }
    }
}
