package io.tickgate.core.transport.websocket;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.tickgate.core.frame.WebSocketFrames;
import io.tickgate.core.limit.ByteBudget;
import io.tickgate.protocol.message.CloseCode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Cuts the client's bytes into frames and checks every rule of RFC 6455 section 5.2 that one frame can break.
 *
 * <pre>
 *  FIN RSV1-3 opcode(4) | MASK length(7) [ length(16) | length(64) ] | mask(32) | payload
 * </pre>
 *
 * <p>In: bytes. Out: one unmasked {@link WebSocketFrame} each. A broken rule becomes a {@link ProtocolViolation}, and
 * everything behind it is thrown away. So does text that arrives in pieces and cannot become UTF-8 any more.
 */
final class FrameDecoder extends ByteToMessageDecoder {
    /** What a half-received frame may hold without asking the budget: most are a few bytes and gone with the next read. */
    private static final int UNACCOUNTED_BYTES = 4 << 10;

    private final int payloadBytesMax;
    private final boolean deflateAgreed;
    private final ByteBudget budget;
    private final Runnable onFrame;
    private final TextPrefix text = new TextPrefix();
    private int reserved;
    private boolean failed;

    /**
     * @param payloadBytesMax {@code limits.max-message-bytes}: no frame may be longer than a message
     * @param deflateAgreed whether RSV1 has a meaning (RFC 7692 section 6)
     * @param budget {@code limits.inbound-bytes-total}, for half-received frames
     * @param onFrame told of every whole frame: it is a sign of life
     */
    FrameDecoder(int payloadBytesMax, boolean deflateAgreed, ByteBudget budget, Runnable onFrame) {
        this.payloadBytesMax = payloadBytesMax;
        this.deflateAgreed = deflateAgreed;
        this.budget = budget;
        this.onFrame = onFrame;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) throws Exception {
        super.channelRead(ctx, message);
        int half = failed ? 0 : actualReadableBytes();
        if (half > UNACCOUNTED_BYTES || reserved > 0) {
            account(ctx, half > UNACCOUNTED_BYTES ? half : 0);
        }
    }

    private void account(ChannelHandlerContext ctx, int half) {
        if (half <= reserved) {
            budget.release(reserved - half);
            reserved = half;
        } else if (budget.tryReserve(half - reserved)) {
            reserved = half;
        } else {
            fail(ctx, CloseCode.TRY_AGAIN_LATER);
        }
    }

    @Override
    protected void handlerRemoved0(ChannelHandlerContext ctx) {
        budget.release(reserved);
        reserved = 0;
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) throws Exception {
        budget.release(reserved);
        reserved = 0;
        super.channelInactive(ctx);
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
        if (failed) {
            in.skipBytes(in.readableBytes());
            return;
        }
        int available = in.readableBytes();
        if (available < 2) {
            return;
        }
        int start = in.readerIndex();
        int first = in.getUnsignedByte(start);
        int second = in.getUnsignedByte(start + 1);
        CloseCode broken = check(first, second);
        if (broken != null) {
            // First, because whoever hears of it may close the channel, and the buffer with it.
            in.skipBytes(available);
            fail(ctx, broken);
            return;
        }
        int lengthBytes = (second & 0x7F) == 127 ? 8 : (second & 0x7F) == 126 ? 2 : 0;
        if (available < 2 + lengthBytes) {
            return;
        }
        long length = lengthBytes == 8
                ? in.getLong(start + 2)
                : lengthBytes == 2 ? in.getUnsignedShort(start + 2) : second & 0x7F;
        broken = checkLength(lengthBytes, length);
        if (broken != null) {
            // First, because whoever hears of it may close the channel, and the buffer with it.
            in.skipBytes(available);
            fail(ctx, broken);
            return;
        }
        int header = 2 + lengthBytes + 4;
        if (available < header + length) {
            if (available > header && !text.acceptsHalf(first, in, start + header, available - header)) {
                in.skipBytes(available);
                fail(ctx, CloseCode.INVALID_PAYLOAD);
            }
            return;
        }
        int mask = in.getInt(start + header - 4);
        in.skipBytes(header);
        ByteBuf payload = in.readRetainedSlice((int) length);
        unmask(payload, mask);
        if (!text.acceptsWhole(first, payload)) {
            payload.release();
            in.skipBytes(in.readableBytes());
            fail(ctx, CloseCode.INVALID_PAYLOAD);
            return;
        }
        onFrame.run();
        out.add(frame(first, payload));
    }

    private @Nullable CloseCode check(int first, int second) {
        int opcode = first & 0x0F;
        boolean control = (opcode & 0x8) != 0;
        boolean known = opcode <= WebSocketFrames.OPCODE_BINARY
                || (opcode >= WebSocketFrames.OPCODE_CLOSE && opcode <= WebSocketFrames.OPCODE_PONG);
        // RSV1 marks the first frame of a deflated message only (RFC 7692 section 6.1).
        int reservedAllowed = deflateAgreed && !control && opcode != WebSocketFrames.OPCODE_CONTINUATION ? 0x40 : 0;
        boolean fits = !control || ((first & 0x80) != 0 && (second & 0x7F) < 126);
        boolean masked = (second & 0x80) != 0;
        return known && fits && masked && (first & 0x70 & ~reservedAllowed) == 0 ? null : CloseCode.PROTOCOL_ERROR;
    }

    private @Nullable CloseCode checkLength(int lengthBytes, long length) {
        // The shortest form is required, and the top bit of the long one must be 0.
        if ((lengthBytes == 8 && (length < 0 || length < 1 << 16)) || (lengthBytes == 2 && length < 126)) {
            return CloseCode.PROTOCOL_ERROR;
        }
        return length > payloadBytesMax ? CloseCode.MESSAGE_TOO_BIG : null;
    }

    private void fail(ChannelHandlerContext ctx, CloseCode code) {
        failed = true;
        budget.release(reserved);
        reserved = 0;
        ctx.fireUserEventTriggered(new ProtocolViolation(code));
    }

    /** Eight bytes at a time: the mask repeats every four (section 5.3). */
    private static void unmask(ByteBuf payload, int mask) {
        int end = payload.writerIndex();
        int i = payload.readerIndex();
        long wide = ((long) mask << 32) | (mask & 0xFFFF_FFFFL);
        for (; i + 8 <= end; i += 8) {
            payload.setLong(i, payload.getLong(i) ^ wide);
        }
        for (int shift = 24; i < end; i++, shift = shift == 0 ? 24 : shift - 8) {
            payload.setByte(i, payload.getByte(i) ^ (mask >>> shift));
        }
    }

    private static WebSocketFrame frame(int first, ByteBuf payload) {
        boolean fin = (first & 0x80) != 0;
        int rsv = (first >> 4) & 0x7;
        return switch (first & 0x0F) {
            case WebSocketFrames.OPCODE_TEXT -> new TextWebSocketFrame(fin, rsv, payload);
            case WebSocketFrames.OPCODE_BINARY -> new BinaryWebSocketFrame(fin, rsv, payload);
            case WebSocketFrames.OPCODE_CONTINUATION -> new ContinuationWebSocketFrame(fin, rsv, payload);
            case WebSocketFrames.OPCODE_CLOSE -> new CloseWebSocketFrame(fin, rsv, payload);
            case WebSocketFrames.OPCODE_PING -> new PingWebSocketFrame(fin, rsv, payload);
            default -> new PongWebSocketFrame(fin, rsv, payload);
        };
    }
}
