package io.tickgate.core.transport.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.tickgate.core.auth.Principal;
import io.tickgate.core.broadcast.BroadcastEngine;
import io.tickgate.core.broadcast.BulkSender;
import io.tickgate.core.broadcast.EngineSettings;
import io.tickgate.core.broadcast.Epochs;
import io.tickgate.core.broadcast.FamilySettings;
import io.tickgate.core.broadcast.Shard;
import io.tickgate.core.broadcast.SlowPolicy;
import io.tickgate.core.feed.Feeds;
import io.tickgate.core.feed.chart.ChartSettings;
import io.tickgate.core.feed.notice.NotificationLimits;
import io.tickgate.core.feed.progress.ProgressSettings;
import io.tickgate.core.feed.status.StatusSettings;
import io.tickgate.core.frame.FrameKind;
import io.tickgate.core.limit.ByteBudget;
import io.tickgate.core.limit.UserConnections;
import io.tickgate.core.metrics.Counter;
import io.tickgate.core.session.AccessLimits;
import io.tickgate.core.session.Peer;
import io.tickgate.core.session.ResumeTokens;
import io.tickgate.core.session.Session;
import io.tickgate.core.session.SessionLimits;
import io.tickgate.core.session.SessionServices;
import io.tickgate.core.session.SlowReaders;
import io.tickgate.core.session.TurnPacer;
import io.tickgate.core.sim.FixedLoad;
import io.tickgate.core.time.SystemClock;
import io.tickgate.protocol.codec.MessageReader;
import io.tickgate.protocol.codec.MessageWriter;
import io.tickgate.protocol.message.BandwidthLimits;
import io.tickgate.protocol.message.WireFormat;
import io.tickgate.protocol.wire.WireBuffer;
import io.tickgate.protocol.wire.WireLimits;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Everything that a WebSocket connection is made of, real session included, on a channel without a socket: client bytes
 * in, server bytes out. Its end checks that every byte was given back, to the allocator and to the budget.
 */
final class SessionPipeline implements AutoCloseable {
    static final int MESSAGE_BYTES_MAX = 2000;
    private static final long BUDGET_BYTES = 1 << 20;
    private static final long MINUTE_NANOS = 60_000_000_000L;

    private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(true, true);
    private final ByteBudget budget = new ByteBudget(BUDGET_BYTES);
    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final BroadcastEngine engine;
    private final InboundCodec codec = new InboundCodec(
            new MessageReader(WireLimits.DEFAULT.withMessageBytesMax(MESSAGE_BYTES_MAX)), MESSAGE_BYTES_MAX);
    private int closes;

    SessionPipeline(WireFormat format) {
        channel.config().setAllocator(allocator);
        SystemClock clock = new SystemClock();
        engine = new BroadcastEngine(
                List.of(channel.eventLoop()),
                new EngineSettings(
                        List.of(new FamilySettings("market_data", false, 0, 0, 0, SlowPolicy.CLOSE)),
                        10,
                        10,
                        MINUTE_NANOS,
                        4096,
                        1 << 20,
                        1 << 20,
                        1 << 20,
                        100,
                        MINUTE_NANOS,
                        4096,
                        0,
                        1,
                        200,
                        MINUTE_NANOS,
                        WireLimits.DEFAULT),
                clock,
                allocator,
                loop -> BulkSender.ONE_BY_ONE);
        Shard shard = engine.shards().get(0);
        SessionServices services = new SessionServices(
                shard,
                engine.broker(),
                engine.directory(),
                engine.subscribers(),
                new SlowReaders(shard.counters(), 1 << 20),
                new TurnPacer(shard, clock, TurnPacer.SLICE_NANOS),
                new Feeds(
                                engine,
                                new Feeds.Settings(
                                        new ChartSettings(10, 10, 10, 1 << 20, 4096),
                                        new ProgressSettings(MINUTE_NANOS, 10, 1 << 20, 4096, WireLimits.DEFAULT),
                                        new NotificationLimits(
                                                10, 1 << 20, MINUTE_NANOS, 10, 10, ZoneOffset.UTC, WireLimits.DEFAULT),
                                        new StatusSettings(MINUTE_NANOS, MINUTE_NANOS),
                                        WireLimits.DEFAULT),
                                new FixedLoad(),
                                clock)
                        .commands(),
                new ResumeTokens(null, MINUTE_NANOS, 10, engine.subscribers(), clock),
                new UserConnections(() -> 0),
                null,
                new SessionLimits(
                        10,
                        10,
                        1000,
                        64 << 10,
                        1 << 20,
                        1 << 20,
                        MINUTE_NANOS,
                        MINUTE_NANOS,
                        MINUTE_NANOS,
                        MINUTE_NANOS,
                        MINUTE_NANOS,
                        MINUTE_NANOS,
                        MESSAGE_BYTES_MAX,
                        MINUTE_NANOS,
                        3,
                        1000,
                        1 << 20,
                        1000,
                        1 << 20,
                        1000,
                        BandwidthLimits.NONE,
                        new AccessLimits(1_000_000, 1_000_000, 0, MINUTE_NANOS, 0)),
                // The same for all, so that two of them answer alike.
                new Epochs("epoch"),
                "0",
                clock,
                allocator,
                new MessageWriter(),
                new WireBuffer());
        Session session = new Session(
                UUID.randomUUID(),
                FrameKind.of(format, 0),
                null,
                new NettyConnection(channel, Peer.at(InetAddress.getLoopbackAddress())),
                Principal.ofAddress(true, true),
                services);
        WebSocketUpgrade.addFrameHandlers(
                channel.pipeline(),
                session,
                new ClientMessageDecoder(session, format, codec),
                true,
                MESSAGE_BYTES_MAX,
                budget,
                () -> closes++);
        session.open();
        channel.runPendingTasks();
        assertThat(replies()).as("the welcome").hasSize(1);
    }

    SessionPipeline receive(byte[]... frames) {
        for (byte[] frame : frames) {
            if (channel.isOpen()) {
                channel.writeInbound(
                        allocator.directBuffer(Math.max(1, frame.length)).writeBytes(frame));
            }
        }
        return this;
    }

    /**
     * One read of the socket that brings all of these; the loop goes on until it has nothing more to do.
     *
     * @return commands that were executed before the loop turned to anything else
     */
    long receiveInOneRead(byte[]... frames) {
        ByteBuf bytes = allocator.directBuffer();
        for (byte[] frame : frames) {
            bytes.writeBytes(frame);
        }
        AtomicLong inThatTurn = new AtomicLong();
        // The end of the read, before any task runs: what is not executed by now has to wait for the loop.
        channel.pipeline().addFirst(new ChannelInboundHandlerAdapter() {
            @Override
            public void channelReadComplete(ChannelHandlerContext ctx) {
                inThatTurn.set(handled());
                ctx.pipeline().remove(this);
                ctx.fireChannelReadComplete();
            }
        });
        channel.writeInbound(bytes);
        return inThatTurn.get();
    }

    /** Commands that were executed. */
    long handled() {
        return engine.shards().get(0).counters().get(Counter.COMMANDS);
    }

    boolean isOpen() {
        return channel.isOpen();
    }

    /** Every frame since the last call: {@code "close 1000"}, {@code "pong abc"}, {@code "text {…}"}. */
    List<String> replies() {
        List<String> replies = new ArrayList<>();
        int before;
        do {
            before = replies.size();
            for (ByteBuf bytes = channel.readOutbound(); bytes != null; bytes = channel.readOutbound()) {
                while (bytes.isReadable()) {
                    replies.add(reply(bytes));
                }
                bytes.release();
            }
            // What the socket did not take at once leaves in slices.
            channel.runPendingTasks();
        } while (replies.size() > before || channel.hasPendingTasks());
        return replies;
    }

    private static String reply(ByteBuf bytes) {
        int opcode = bytes.readUnsignedByte() & 0x0F;
        int shortLength = bytes.readUnsignedByte();
        int length = shortLength == 126 ? bytes.readUnsignedShort() : shortLength;
        if (opcode == ClientFrames.CLOSE) {
            String status = length == 0 ? "" : " " + bytes.readUnsignedShort();
            bytes.skipBytes(Math.max(0, length - 2));
            return "close" + status;
        }
        String payload =
                bytes.readCharSequence(length, StandardCharsets.ISO_8859_1).toString();
        return switch (opcode) {
            case ClientFrames.TEXT -> "text " + payload;
            case ClientFrames.BINARY -> "binary " + payload;
            case ClientFrames.PONG -> "pong " + payload;
            default -> "opcode " + opcode;
        };
    }

    @Override
    public void close() {
        channel.finishAndReleaseAll();
        channel.checkException();
        engine.close(engine.shards().get(0));
        codec.close();
        assertThat(closes).as("ends of the session").isEqualTo(1);
        assertThat(allocator.metric().usedDirectMemory())
                .as("direct bytes not given back")
                .isZero();
        assertThat(allocator.metric().usedHeapMemory())
                .as("heap bytes not given back")
                .isZero();
        assertThat(budget.freeBytes()).as("the budget").isEqualTo(BUDGET_BYTES);
    }
}
