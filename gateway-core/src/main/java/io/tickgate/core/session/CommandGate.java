package io.tickgate.core.session;

import io.tickgate.core.auth.Principal;
import io.tickgate.core.limit.TokenBucket;
import io.tickgate.core.metrics.Counter;
import io.tickgate.protocol.message.ClientMessage;
import io.tickgate.protocol.message.ErrorCode;
import io.tickgate.protocol.message.ServerMessage;
import org.jspecify.annotations.Nullable;

/**
 * Whether a command may begin at all: whoever has to say who it is may do nothing else before, and nobody commands faster
 * than it may. Pings and acks are not counted: the one keeps a connection alive, of the other there is one for each
 * publication.
 *
 * <p><b>Owner:</b> the session's loop.
 */
final class CommandGate {
    private enum Kind {
        FREE,
        COMMAND,
        PUBLISH
    }

    private final Session session;
    private final SessionServices services;
    private final AccessLimits limits;
    private int commandsPerSecond;
    private @Nullable TokenBucket commands;
    private @Nullable TokenBucket publishes;

    CommandGate(Session session, SessionServices services) {
        this.session = session;
        this.services = services;
        this.limits = services.limits().access();
        this.commandsPerSecond = limits.commandsPerSecond();
    }

    /** What {@code principal} is allowed applies from now on. */
    void apply(Principal principal) {
        Integer own = principal.rights().allowances().commandsPerSecond();
        int rate = own == null ? limits.commandsPerSecond() : Math.min(own, limits.commandsPerSecond());
        if (rate != commandsPerSecond) {
            commandsPerSecond = rate;
            commands = null;
        }
    }

    /** Why {@code command} is not executed, counted as an error; null when it is. */
    ServerMessage.@Nullable ErrorMessage refusal(ClientMessage command) {
        Kind kind = kindOf(command);
        if (!session.principal().isKnown()
                && !(command instanceof ClientMessage.Ping || command instanceof ClientMessage.Authenticate)) {
            return error(command, ErrorCode.UNAUTHORIZED, "authenticate first");
        }
        if (kind == Kind.FREE) {
            return null;
        }
        long nowNanos = services.clock().nanoTime();
        TokenBucket bucket = kind == Kind.PUBLISH ? publishes(nowNanos) : commands(nowNanos);
        if (bucket == null || bucket.tryTake(nowNanos)) {
            return null;
        }
        services.shard().counters().increment(Counter.RATE_LIMITED);
        String key = kind == Kind.PUBLISH ? "limits.publishes-per-second" : "limits.commands-per-second";
        return error(command, ErrorCode.RATE_LIMITED, "too many commands (" + key + ")")
                .withRetryAfter(Math.ceil(bucket.secondsLeft(nowNanos) * 1e3) / 1e3);
    }

    private ServerMessage.ErrorMessage error(ClientMessage command, ErrorCode code, String text) {
        session.inbox().countError(code);
        return ErrorContext.error(command, code, text, null, services.clock().millis());
    }

    private TokenBucket commands(long nowNanos) {
        TokenBucket bucket = commands;
        if (bucket == null) {
            // A token that lowers the rate lowers what may come at once by as much.
            long burst = (long) limits.commandBurst() * commandsPerSecond / limits.commandsPerSecond();
            bucket = new TokenBucket(commandsPerSecond, (int) Math.max(1, burst), nowNanos);
            commands = bucket;
        }
        return bucket;
    }

    private @Nullable TokenBucket publishes(long nowNanos) {
        int rate = limits.publishesPerSecond();
        if (publishes == null && rate > 0) {
            publishes = new TokenBucket(rate, 2 * rate, nowNanos);
        }
        return publishes;
    }

    private static Kind kindOf(ClientMessage command) {
        if (command instanceof ClientMessage.Ping || command instanceof ClientMessage.Ack) {
            return Kind.FREE;
        }
        boolean publishes = command instanceof ClientMessage.Publish
                || command instanceof ClientMessage.PublishChart
                || command instanceof ClientMessage.PublishBacktestProgress
                || command instanceof ClientMessage.PublishNotification
                || command instanceof ClientMessage.PublishSystemStatus;
        return publishes ? Kind.PUBLISH : Kind.COMMAND;
    }
}
