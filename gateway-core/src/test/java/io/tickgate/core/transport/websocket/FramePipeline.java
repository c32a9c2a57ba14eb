package io.tickgate.core.transport.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.tickgate.core.limit.ByteBudget;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A channel with the frame handlers under test, and a list of what came out of them. Its end checks that every byte was
 * given back, to the allocator and to the budget.
 */
final class FramePipeline implements AutoCloseable {
    private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(true, true);
    private final ByteBudget budget;
    private final long budgetBytes;
    private final List<String> seen = new ArrayList<>();
    private final EmbeddedChannel channel = new EmbeddedChannel();
    private int framesHeard;

    private FramePipeline(long budgetBytes) {
        this.budgetBytes = budgetBytes;
        budget = new ByteBudget(budgetBytes);
        channel.config().setAllocator(allocator);
    }

    static FramePipeline decoder(int payloadBytesMax, boolean deflateAgreed, long budgetBytes) {
        FramePipeline pipeline = new FramePipeline(budgetBytes);
        pipeline.channel
                .pipeline()
                .addLast(
                        new FrameDecoder(payloadBytesMax, deflateAgreed, pipeline.budget, () -> pipeline.framesHeard++))
                .addLast(pipeline.new Collector());
        return pipeline;
    }

    static FramePipeline decoder(int payloadBytesMax) {
        return decoder(payloadBytesMax, false, 1 << 20);
    }

    static FramePipeline aggregator(int messageBytesMax, long budgetBytes) {
        FramePipeline pipeline = new FramePipeline(budgetBytes);
        pipeline.channel
                .pipeline()
                .addLast(new FrameDecoder(messageBytesMax, true, pipeline.budget, () -> pipeline.framesHeard++))
                .addLast(new FrameAggregator(messageBytesMax, pipeline.budget))
                .addLast(pipeline.new Collector());
        return pipeline;
    }

    /** What came out so far: {@code "text fin 0 48656c6c6f"} for a frame, {@code "1002"} for a violation. */
    List<String> seen() {
        return seen;
    }

    int framesHeard() {
        return framesHeard;
    }

    long reservedBytes() {
        return budgetBytes - budget.freeBytes();
    }

    /** One read from the socket. */
    FramePipeline receive(byte[] bytes) {
        channel.writeInbound(allocator.directBuffer(Math.max(1, bytes.length)).writeBytes(bytes));
        return this;
    }

    @Override
    public void close() {
        channel.finishAndReleaseAll();
        channel.checkException();
        assertThat(allocator.metric().usedDirectMemory())
                .as("direct bytes not given back")
                .isZero();
        assertThat(allocator.metric().usedHeapMemory())
                .as("heap bytes not given back")
                .isZero();
        assertThat(reservedBytes()).as("bytes of the budget not given back").isZero();
    }

    static String frame(WebSocketFrame frame) {
        String kind =
                frame.getClass().getSimpleName().replace("WebSocketFrame", "").toLowerCase(Locale.ROOT);
        String fin = frame.isFinalFragment() ? " fin " : " more ";
        return kind + fin + frame.rsv() + " " + ByteBufUtil.hexDump(frame.content());
    }

    private final class Collector extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            if (message instanceof WebSocketFrame frame) {
                seen.add(frame(frame));
                frame.release();
            } else {
                seen.add("not a frame: " + message);
                ((ByteBuf) message).release();
            }
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
            seen.add(
                    event instanceof ProtocolViolation violation
                            ? Integer.toString(violation.code().code())
                            : "event " + event);
        }
    }
}
