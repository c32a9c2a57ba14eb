package io.tickgate.cluster;

import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisConnectionStateAdapter;
import io.lettuce.core.api.StatefulConnection;
import io.netty.util.concurrent.EventExecutor;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection to Redis: made, lost, and made anew for as long as the gateway runs, later each time until one turns out to be
 * of use. What was under way when it was lost fails; nothing is sent again here.
 *
 * <p><b>Owner:</b> the store's loop.
 */
final class Link<C extends StatefulConnection<byte[], byte[]>> {
    private static final Logger LOG = LoggerFactory.getLogger(Link.class);
    private static final long WAIT_MILLIS_MIN = 50;
    private static final long WAIT_MILLIS_MAX = 1_000;

    /** Hears of the connection, on the store's loop. */
    interface Listener<C> {
        /** It is there; {@link Link#onUsable} is to be said when it does what it is for. */
        void onUp(C connection);

        void onDown(String why);
    }

    private final String name;
    private final EventExecutor loop;
    private final Supplier<? extends CompletionStage<? extends C>> connector;
    private final Duration timeout;
    private final Listener<C> listener;

    private @Nullable C connection;
    /** Which attempt counts; what comes of earlier ones is closed. */
    private int attempt;

    private long waitMillis = WAIT_MILLIS_MIN;
    private boolean isClosed;
    private boolean isUsable;
    private boolean isFailureTold;
    /** Why it is of no use. */
    private String problem = "";

    /**
     * @param name for the log
     * @param connector begins to connect
     * @param timeout of one attempt
     */
    Link(
            String name,
            EventExecutor loop,
            Supplier<? extends CompletionStage<? extends C>> connector,
            Duration timeout,
            Listener<C> listener) {
        this.name = name;
        this.loop = loop;
        this.connector = connector;
        this.timeout = timeout;
        this.listener = listener;
    }

    void open() {
        assert loop.inEventLoop();
        if (isClosed) {
            return;
        }
        int mine = ++attempt;
        try {
            connector.get().whenComplete((made, failure) -> loop.execute(() -> onAttempted(mine, made, failure)));
        } catch (RuntimeException e) {
            onAttempted(mine, null, e);
            return;
        }
        loop.schedule(() -> onAttemptTooLong(mine), timeout.toMillis() * 2, TimeUnit.MILLISECONDS);
    }

    private void onAttemptTooLong(int mine) {
        if (mine == attempt && connection == null) {
            onAttempted(mine, null, new IllegalStateException("no answer"));
        }
    }

    private void onAttempted(int mine, @Nullable C made, @Nullable Throwable failure) {
        if (isClosed || mine != attempt) {
            if (made != null) {
                made.closeAsync();
            }
            return;
        }
        if (made == null) {
            tellFailure(Failures.connecting(failure));
            openLater();
            return;
        }
        connection = made;
        made.addListener(new RedisConnectionStateAdapter() {
            @Override
            public void onRedisDisconnected(RedisChannelHandler<?, ?> gone) {
                loop.execute(() -> onDisconnected(mine));
            }
        });
        listener.onUp(made);
        if (!made.isOpen()) {
            onDisconnected(mine);
        }
    }

    /** Once in an outage; attempts go on. */
    private void tellFailure(String why) {
        problem = why;
        if (!isFailureTold) {
            isFailureTold = true;
            LOG.warn("{} to Redis cannot be made: {}", name, why);
        }
    }

    /** The connection does what it is for. */
    void onUsable() {
        assert loop.inEventLoop();
        isUsable = true;
        waitMillis = WAIT_MILLIS_MIN;
        isFailureTold = false;
        problem = "";
        LOG.info("{} to Redis is there", name);
    }

    /** Why there is none that is of use; empty where there is one, or nothing is known yet. */
    String problem() {
        return problem;
    }

    private void openLater() {
        int mine = ++attempt;
        loop.schedule(
                () -> {
                    if (mine == attempt) {
                        open();
                    }
                },
                waitMillis,
                TimeUnit.MILLISECONDS);
        waitMillis = Math.min(WAIT_MILLIS_MAX, waitMillis * 2);
    }

    private void onDisconnected(int mine) {
        if (mine == attempt && connection != null) {
            reset("it was closed");
        }
    }

    /** Takes the connection for dead, and makes a new one. */
    void reset(String why) {
        assert loop.inEventLoop();
        C old = connection;
        if (old == null || isClosed) {
            return;
        }
        connection = null;
        if (isUsable) {
            isUsable = false;
            problem = why;
            LOG.warn("{} to Redis is lost: {}", name, why);
        } else {
            tellFailure(why);
        }
        openLater();
        old.closeAsync();
        listener.onDown(why);
    }

    void close() {
        assert loop.inEventLoop();
        isClosed = true;
        attempt++;
        if (connection != null) {
            connection.closeAsync();
            connection = null;
        }
    }
}
