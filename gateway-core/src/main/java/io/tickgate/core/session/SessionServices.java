package io.tickgate.core.session;

import io.netty.buffer.ByteBufAllocator;
import io.tickgate.core.auth.Authentication;
import io.tickgate.core.broadcast.Epochs;
import io.tickgate.core.broadcast.LocalBroker;
import io.tickgate.core.broadcast.Shard;
import io.tickgate.core.broadcast.SubscriberRegistry;
import io.tickgate.core.broadcast.TopicDirectory;
import io.tickgate.core.frame.FrameKind;
import io.tickgate.core.limit.UserConnections;
import io.tickgate.core.time.Clock;
import io.tickgate.protocol.codec.MessageWriter;
import io.tickgate.protocol.message.ServerMessage;
import io.tickgate.protocol.wire.WireBuffer;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the sessions of one event loop share.
 *
 * @param modules executes the commands of the guide's modules
 * @param users how many connections each user has
 * @param authentication null where clients have nothing to show
 * @param epochs under which offsets are given, told with every position
 * @param writer and {@code buffer}: one for the loop, never used across two messages
 */
public record SessionServices(
        Shard shard,
        LocalBroker broker,
        TopicDirectory directory,
        SubscriberRegistry registry,
        SlowReaders slowReaders,
        TurnPacer pacer,
        ClientModules modules,
        ResumeTokens resumeTokens,
        UserConnections users,
        @Nullable Authentication authentication,
        SessionLimits limits,
        Epochs epochs,
        String version,
        Clock clock,
        ByteBufAllocator allocator,
        MessageWriter writer,
        WireBuffer buffer) {
    /** The same with other limits, for sessions that begin from now on. */
    public SessionServices withLimits(SessionLimits newLimits) {
        return new SessionServices(
                shard,
                broker,
                directory,
                registry,
                slowReaders,
                pacer,
                modules,
                resumeTokens,
                users,
                authentication,
                newLimits,
                epochs,
                version,
                clock,
                allocator,
                writer,
                buffer);
    }

    /** What a connection is told first. */
    ServerMessage.Welcome welcome(UUID connectionId, FrameKind kind, @Nullable String userId) {
        long micros = clock.epochMicros();
        return new ServerMessage.Welcome(
                connectionId.toString(),
                micros / 1_000,
                micros,
                epochs.shared(),
                resumeTokens.issue(connectionId, userId),
                limits.heartbeatNanos() / 1e9,
                limits.idleNanos() / 1e9,
                limits.messageBytesMax(),
                kind.format().subprotocol(),
                version);
    }
}
