package io.tickgate.bench.memory;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ManualIoEventLoop;
import io.netty.channel.local.LocalIoHandler;
import io.tickgate.core.GatewaySettings;
import io.tickgate.core.auth.Principal;
import io.tickgate.core.broadcast.BroadcastEngine;
import io.tickgate.core.broadcast.BulkSender;
import io.tickgate.core.broadcast.PublishOptions;
import io.tickgate.core.broadcast.PublishReply;
import io.tickgate.core.broadcast.Shard;
import io.tickgate.core.config.GatewayConfig;
import io.tickgate.core.config.MemoryPlan;
import io.tickgate.core.feed.Feeds;
import io.tickgate.core.feed.status.ProcFiles;
import io.tickgate.core.frame.FrameKind;
import io.tickgate.core.limit.UserConnections;
import io.tickgate.core.metrics.Counter;
import io.tickgate.core.session.Session;
import io.tickgate.core.session.SessionServices;
import io.tickgate.core.session.SlowReaders;
import io.tickgate.core.session.TurnPacer;
import io.tickgate.core.time.Clock;
import io.tickgate.protocol.codec.MessageReader;
import io.tickgate.protocol.codec.MessageWriter;
import io.tickgate.protocol.message.ErrorCode;
import io.tickgate.protocol.message.MessageBody;
import io.tickgate.protocol.wire.WireBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The whole of a gateway but its sockets, as shipped: one event loop, which the thread that made it runs turn by turn, so
 * that what a turn costs can be measured and what it allocates can be counted.
 *
 * <p><b>Owner:</b> the thread that made it.
 */
public final class MemoryGateway implements AutoCloseable {
    /** The run that positions belong to. */
    public static final String EPOCH = "memory";

    private static final PublishReply INSIST = new PublishReply() {
        @Override
        public void onPublished(long offset, int recipientCount) {}

        @Override
        public void onRefused(ErrorCode code, String detail) {
            throw new IllegalStateException("refused: " + code + ", " + detail);
        }
    };

    private final ManualIoEventLoop loop = new ManualIoEventLoop(Thread.currentThread(), LocalIoHandler.newFactory());
    private final BroadcastEngine engine;
    private final Shard shard;
    private final SessionServices services;
    private final MessageReader reader;
    private final List<MemoryClient> clients = new ArrayList<>();

    /** @param settings in place of the shipped ones, as {@link GatewayConfig#of} takes them */
    public MemoryGateway(Clock clock, Map<String, String> settings) {
        // Its clients command as fast as can be measured.
        Map<String, String> all =
                new HashMap<>(Map.of("limits.commands-per-second", "1000000", "limits.command-burst", "1000000"));
        all.putAll(settings);
        GatewayConfig config = GatewayConfig.of(all);
        MemoryPlan memory = MemoryPlan.of(config);
        ByteBufAllocator allocator = GatewaySettings.allocator(1);
        engine = new BroadcastEngine(
                List.of(loop),
                GatewaySettings.engine(config, memory, false),
                clock,
                allocator,
                whichever -> BulkSender.ONE_BY_ONE);
        shard = engine.shards().get(0);
        reader = new MessageReader(GatewaySettings.messageLimits(config));
        Feeds feeds = new Feeds(engine, GatewaySettings.feeds(config, memory), new ProcFiles(clock), clock);
        engine.epochs().setShared(EPOCH);
        services = new SessionServices(
                shard,
                engine.broker(),
                engine.directory(),
                engine.subscribers(),
                new SlowReaders(shard.counters(), memory.outboundBytesTotal()),
                new TurnPacer(shard, clock, TurnPacer.SLICE_NANOS),
                feeds.commands(),
                GatewaySettings.resumeTokens(config, engine.subscribers(), clock),
                new UserConnections(() -> 0),
                null,
                GatewaySettings.sessions(config),
                engine.epochs(),
                "0",
                clock,
                allocator,
                new MessageWriter(),
                new WireBuffer());
    }

    /** A client that may publish, and was welcomed. */
    public MemoryClient connect(FrameKind kind) {
        MemoryConnection connection = new MemoryConnection(loop);
        Session session = new Session(
                new UUID(0, clients.size()), kind, null, connection, Principal.ofAddress(true, true), services);
        connection.join(session);
        MemoryClient client = new MemoryClient(session, connection, reader);
        clients.add(client);
        session.open();
        return client;
    }

    /** So many clients of one kind, each subscribed to {@code channels}; there when this returns. */
    public void connectMany(int count, FrameKind kind, String... channels) {
        for (int i = 0; i < count; i++) {
            connect(kind).subscribe(channels);
        }
        turn();
    }

    /**
     * Publishes within a turn that goes on until {@link #turn}.
     *
     * @throws IllegalStateException when the gateway refuses
     */
    public void publish(String channel, MessageBody body) {
        engine.broker().publish(channel, body, PublishOptions.NONE, loop, INSIST);
    }

    /** Ends the turn: everything that waits runs, and what comes of it. */
    public void turn() {
        while (loop.runNow() > 0) {
            // Tasks that were handed over by tasks.
        }
    }

    public long count(Counter counter) {
        return shard.counters().get(counter);
    }

    /** @throws IllegalStateException when a subscriber fell behind, which nobody does whose socket takes everything */
    @Override
    public void close() {
        long behind = count(Counter.SESSIONS_BEHIND);
        clients.forEach(MemoryClient::leave);
        turn();
        engine.close(shard);
        if (behind != 0) {
            throw new IllegalStateException(behind + " sessions fell behind");
        }
    }
}
