package io.tickgate.core.transport;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.tickgate.core.limit.OnceAMinute;
import io.tickgate.core.time.Clock;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happens when the system gives no descriptor for one more connection (EMFILE, ENFILE, ENOBUFS). The connection stays
 * in the kernel's line, so the listening socket stays ready: a loop that tried again at once would do nothing else. So it
 * does not look there for a moment, serves those who are connected, and tries again. It says so at most once a minute, and
 * says when it is over.
 *
 * <p>Any thread; each listening socket has a handler of its own, on its loop.
 */
public final class AcceptPauses {
    private static final Logger LOG = LoggerFactory.getLogger(AcceptPauses.class);

    /** Ten tries a second cost nothing, and who waits in the line waits for a tenth of a second after somebody has left. */
    static final long PAUSE_MILLIS = 100;

    /** It is over when there was none for so long. */
    private static final long OVER_MILLIS = 1_000;

    private final Clock clock;
    private final AtomicLong count = new AtomicLong();
    private final OnceAMinute words;
    private final AtomicBoolean isTold = new AtomicBoolean();

    public AcceptPauses(Clock clock) {
        this.clock = clock;
        this.words = new OnceAMinute(clock.nanoTime());
    }

    /** How many there were. */
    public long count() {
        return count.get();
    }

    /** Puts a handler before what accepts. For any number of listening sockets. */
    ChannelHandler newInitializer() {
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel listener) {
                listener.pipeline().addLast(new Handler());
            }
        };
    }

    private void tell(Channel listener, IOException cause) {
        count.incrementAndGet();
        if (!words.tryBegin(clock.nanoTime())) {
            return;
        }
        isTold.set(true);
        LOG.error(
                "{} accepts no connections for now: {}. Those that are open are served; tried again every {} ms, counted by"
                        + " accept_pauses. Raise LimitNOFILE (ulimit -n) or lower limits.max-connections",
                listener.localAddress(),
                cause.getMessage(),
                PAUSE_MILLIS);
    }

    private final class Handler extends ChannelInboundHandlerAdapter {
        private boolean isPaused;

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            if (!(cause instanceof IOException failure)) {
                context.fireExceptionCaught(cause);
                return;
            }
            Channel listener = context.channel();
            tell(listener, failure);
            if (!isPaused) {
                isPaused = true;
                listener.config().setAutoRead(false);
                context.executor().schedule(() -> goOn(listener), PAUSE_MILLIS, TimeUnit.MILLISECONDS);
            }
        }

        private void goOn(Channel listener) {
            isPaused = false;
            if (!listener.isOpen()) {
                return;
            }
            listener.config().setAutoRead(true);
            long seen = count.get();
            listener.eventLoop().schedule(() -> lookBack(listener, seen), OVER_MILLIS, TimeUnit.MILLISECONDS);
        }

        /** One that leaves lets one in and no more, so a single success says nothing. */
        private void lookBack(Channel listener, long seen) {
            if (count.get() == seen && isTold.compareAndSet(true, false)) {
                LOG.info("{} accepts connections again, after {} pauses in all", listener.localAddress(), seen);
            }
        }
    }
}
