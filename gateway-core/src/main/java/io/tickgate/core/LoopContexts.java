package io.tickgate.core;

import io.netty.buffer.ByteBufAllocator;
import io.netty.util.concurrent.EventExecutor;
import io.tickgate.core.auth.Authentication;
import io.tickgate.core.broadcast.BroadcastEngine;
import io.tickgate.core.broadcast.Shard;
import io.tickgate.core.config.GatewayConfig;
import io.tickgate.core.config.LiveConfig;
import io.tickgate.core.config.MemoryPlan;
import io.tickgate.core.config.Reloadable;
import io.tickgate.core.limit.UserConnections;
import io.tickgate.core.session.ClientModules;
import io.tickgate.core.session.ResumeTokens;
import io.tickgate.core.session.SessionLimits;
import io.tickgate.core.session.SessionServices;
import io.tickgate.core.session.ShardSessions;
import io.tickgate.core.session.SlowReaders;
import io.tickgate.core.session.TurnPacer;
import io.tickgate.core.time.Clock;
import io.tickgate.core.transport.LoopCodecs;
import io.tickgate.core.transport.LoopContext;
import io.tickgate.core.transport.websocket.InboundCodec;
import io.tickgate.protocol.codec.MessageReader;
import io.tickgate.protocol.codec.MessageWriter;
import io.tickgate.protocol.wire.WireBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** What the connections of each event loop share, by loop. Any thread. A reload gives later connections their limits. */
final class LoopContexts implements Reloadable {
    private final Map<EventExecutor, LoopContext> contexts = new ConcurrentHashMap<>();

    LoopContexts(
            BroadcastEngine engine,
            LiveConfig live,
            MemoryPlan memory,
            ClientModules modules,
            ResumeTokens tokens,
            UserConnections users,
            @Nullable Authentication authentication,
            Clock clock,
            ByteBufAllocator allocator) {
        GatewayConfig config = live.get();
        long outboxShare = memory.outboundBytesTotal() / engine.shards().size();
        for (Shard shard : engine.shards()) {
            SessionServices services = new SessionServices(
                    shard,
                    engine.broker(),
                    engine.directory(),
                    engine.subscribers(),
                    new SlowReaders(shard.counters(), outboxShare),
                    new TurnPacer(shard, clock, TurnPacer.SLICE_NANOS),
                    modules,
                    tokens,
                    users,
                    authentication,
                    GatewaySettings.sessions(config),
                    engine.epochs(),
                    Gateway.version(),
                    clock,
                    allocator,
                    new MessageWriter(),
                    new WireBuffer());
            contexts.put(
                    shard.loop(),
                    new LoopContext(
                            new ShardSessions(shard),
                            services,
                            new InboundCodec(
                                    new MessageReader(GatewaySettings.messageLimits(config)),
                                    config.limits().maxMessageBytes()),
                            new LoopCodecs(
                                    GatewaySettings.messageLimits(config),
                                    GatewaySettings.bodyLimits(config),
                                    shard.counters())));
        }
        live.add(this);
    }

    LoopContext of(EventExecutor loop) {
        LoopContext context = contexts.get(loop);
        if (context == null) {
            throw new IllegalStateException("not one of this gateway's loops");
        }
        return context;
    }

    LoopContext of(Shard shard) {
        return of(shard.loop());
    }

    List<SessionServices> services() {
        return contexts.values().stream().map(LoopContext::services).toList();
    }

    @Override
    public Runnable prepare(GatewayConfig next) {
        SessionLimits limits = GatewaySettings.sessions(next);
        return () -> contexts.replaceAll((loop, context) -> context.withLimits(limits));
    }
}
