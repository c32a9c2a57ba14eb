package io.tickgate.core.transport.websocket;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.tickgate.core.limit.ByteBudget;
import io.tickgate.protocol.message.CloseCode;
import org.jspecify.annotations.Nullable;

/**
 * Joins the fragments of a message (RFC 6455 section 5.4) into one frame, up to a limit for the whole message.
 *
 * <p>In: frames. Out: whole data frames, and control frames as they come, also between fragments. A continuation without
 * a beginning, or a beginning inside a message, is a {@link ProtocolViolation}.
 */
final class FrameAggregator extends ChannelInboundHandlerAdapter {
    private final int messageBytesMax;
    private final ByteBudget budget;
    private @Nullable WebSocketFrame beginning;
    private @Nullable ByteBuf message;
    private boolean failed;

    /** @param budget {@code limits.inbound-bytes-total}: what half-received messages of all connections may hold */
    FrameAggregator(int messageBytesMax, ByteBudget budget) {
        this.messageBytesMax = messageBytesMax;
        this.budget = budget;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object in) {
        if (failed || !(in instanceof WebSocketFrame frame)) {
            io.netty.util.ReferenceCountUtil.release(in);
        } else if (frame instanceof ContinuationWebSocketFrame) {
            onContinuation(ctx, frame);
        } else if (frame instanceof TextWebSocketFrame || frame instanceof BinaryWebSocketFrame) {
            onBeginning(ctx, frame);
        } else {
            ctx.fireChannelRead(frame);
        }
    }

    private void onBeginning(ChannelHandlerContext ctx, WebSocketFrame frame) {
        if (beginning != null) {
            frame.release();
            fail(ctx, CloseCode.PROTOCOL_ERROR);
        } else if (frame.isFinalFragment()) {
            ctx.fireChannelRead(frame);
        } else {
            beginning = frame;
            message = ctx.alloc().buffer(Math.max(256, frame.content().readableBytes() * 2));
            append(ctx, frame.content());
        }
    }

    private void onContinuation(ChannelHandlerContext ctx, WebSocketFrame frame) {
        if (beginning == null) {
            frame.release();
            fail(ctx, CloseCode.PROTOCOL_ERROR);
            return;
        }
        append(ctx, frame.content());
        boolean last = frame.isFinalFragment();
        frame.release();
        if (last && !failed) {
            emit(ctx);
        }
    }

    private void append(ChannelHandlerContext ctx, ByteBuf fragment) {
        ByteBuf whole = message;
        if (whole == null) {
            return;
        }
        int length = fragment.readableBytes();
        if (whole.readableBytes() + length > messageBytesMax) {
            fail(ctx, CloseCode.MESSAGE_TOO_BIG);
        } else if (!budget.tryReserve(length)) {
            fail(ctx, CloseCode.TRY_AGAIN_LATER);
        } else {
            whole.writeBytes(fragment, fragment.readerIndex(), length);
        }
    }

    private void emit(ChannelHandlerContext ctx) {
        WebSocketFrame first = beginning;
        ByteBuf whole = message;
        if (first == null || whole == null) {
            return;
        }
        beginning = null;
        message = null;
        budget.release(whole.readableBytes());
        int rsv = first.rsv();
        WebSocketFrame joined = first instanceof TextWebSocketFrame
                ? new TextWebSocketFrame(true, rsv, whole)
                : new BinaryWebSocketFrame(true, rsv, whole);
        first.release();
        ctx.fireChannelRead(joined);
    }

    private void fail(ChannelHandlerContext ctx, CloseCode code) {
        failed = true;
        drop();
        ctx.fireUserEventTriggered(new ProtocolViolation(code));
    }

    private void drop() {
        if (beginning != null) {
            beginning.release();
            beginning = null;
        }
        if (message != null) {
            budget.release(message.readableBytes());
            message.release();
            message = null;
        }
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        drop();
    }
}
