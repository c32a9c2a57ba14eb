package io.tickgate.core.transport.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Watches that a peer does not keep the gateway waiting. Stands before everything that reads, TLS included, so that it sees
 * the first byte of a request that is not complete, and a handshake counts against the request behind it. When time is up it
 * fires the {@link Wait} as a user event; {@link HttpRouter} acts on it, or what stands before and still waits.
 *
 * <p><b>Owner:</b> the connection's event loop. <b>Cost:</b> one timer per connection; moving a deadline later only sets a
 * field.
 */
public final class RequestDeadline extends ChannelInboundHandlerAdapter {
    /** What the connection waits for. */
    public enum Wait {
        /** A whole request, or an upgrade, from its first byte on. */
        REQUEST,
        /** The next piece of a streamed body. */
        PIECE,
        /** The peer to take the answer. */
        WRITE,
        /** Another request. */
        IDLE,
        /** The peer to close after the gateway's last word. */
        LINGER,
        /** The gateway itself: no deadline. */
        NONE
    }

    private final HttpSettings settings;
    private @Nullable ChannelHandlerContext ctx;
    private @Nullable ScheduledFuture<?> check;
    private long checkAtNanos;
    private long deadlineNanos;
    private Wait wait = Wait.NONE;
    private boolean hasHeard;

    public RequestDeadline(HttpSettings settings) {
        this.settings = settings;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        ctx = context;
        if (context.channel().isActive()) {
            start(Wait.REQUEST);
        }
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        start(Wait.REQUEST);
        context.fireChannelActive();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object bytes) {
        hasHeard = true;
        if (wait == Wait.IDLE) {
            start(Wait.REQUEST);
        } else if (wait == Wait.PIECE) {
            deadlineNanos = nowNanos(context) + durationOf(Wait.PIECE).toNanos();
        }
        context.fireChannelRead(bytes);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        stop();
        context.fireChannelInactive();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        stop();
        ctx = null;
    }

    /** What was heard until now was no request but the peer's part of a handshake below it. */
    public void onHandshake() {
        hasHeard = false;
    }

    /** From now on the connection waits for {@code next}, with the whole of its time. */
    void start(Wait next) {
        ChannelHandlerContext context = ctx;
        wait = next;
        hasHeard &= next != Wait.IDLE;
        if (next == Wait.NONE || context == null) {
            return;
        }
        long now = nowNanos(context);
        deadlineNanos = now + durationOf(next).toNanos();
        if (check == null || deadlineNanos - checkAtNanos < 0) {
            schedule(context, now);
        }
    }

    /** Whether a request's time already runs; it is not begun anew by the request's head. */
    boolean isRunning(Wait which) {
        return wait == which;
    }

    /** Whether a byte came since the connection began, or since it began to wait for another request. */
    boolean hasHeard() {
        return hasHeard;
    }

    private void schedule(ChannelHandlerContext context, long now) {
        if (check != null) {
            check.cancel(false);
        }
        checkAtNanos = deadlineNanos;
        check = context.executor().schedule(this::onCheck, deadlineNanos - now, TimeUnit.NANOSECONDS);
    }

    private void onCheck() {
        check = null;
        ChannelHandlerContext context = ctx;
        if (context == null || wait == Wait.NONE) {
            return;
        }
        long now = nowNanos(context);
        if (deadlineNanos - now > 0) {
            schedule(context, now);
            return;
        }
        Wait passed = wait;
        wait = Wait.NONE;
        context.fireUserEventTriggered(passed);
    }

    private void stop() {
        wait = Wait.NONE;
        if (check != null) {
            check.cancel(false);
            check = null;
        }
    }

    private Duration durationOf(Wait which) {
        return switch (which) {
            case REQUEST, PIECE -> settings.connectTimeout();
            case IDLE -> settings.keepAliveTimeout();
            case WRITE, LINGER -> settings.writeTimeout();
            case NONE -> Duration.ZERO;
        };
    }

    private static long nowNanos(ChannelHandlerContext context) {
        return context.executor().ticker().nanoTime();
    }
}
