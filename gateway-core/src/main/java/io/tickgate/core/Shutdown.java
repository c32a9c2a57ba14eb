package io.tickgate.core;

import io.netty.util.concurrent.Future;
import io.tickgate.core.broadcast.BroadcastEngine;
import io.tickgate.core.broadcast.Shard;
import io.tickgate.core.config.TimeoutsConfig;
import io.tickgate.core.session.ShardSessions;
import io.tickgate.core.time.Clock;
import io.tickgate.core.transport.EventLoops;
import io.tickgate.core.transport.Listeners;
import io.tickgate.core.transport.LoopContext;
import io.tickgate.core.transport.http.StopSignal;
import io.tickgate.protocol.message.CloseCode;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The end of a gateway, in steps that each leave the next one less to do:
 *
 * <ol>
 *   <li>Readiness says 503 and no WebSocket is taken any more, but everything else goes on for {@code
 *       timeouts.drain-delay}, so that balancers look elsewhere before anything is refused.
 *   <li>The listeners close. What publishes and begins now is refused; requests under way may end within half of {@code
 *       timeouts.shutdown}, while their publications still find their subscribers.
 *   <li>Nothing is published any more. Uploads that are not done are told how far they came. Every WebSocket gets the
 *       answers it waits for, what is queued for it and the close code, within the rest of {@code timeouts.shutdown}.
 *   <li>What is still open is cut, and everything is given back.
 * </ol>
 *
 * <p>Runs on the thread that stops the gateway, and blocks it.
 */
final class Shutdown {
    private static final Logger LOG = LoggerFactory.getLogger(Shutdown.class);

    /** For what every loop does at once, unless it is stuck. */
    private static final Duration LOOP_PATIENCE = Duration.ofSeconds(1);

    private final TimeoutsConfig timeouts;
    private final Clock clock;
    private final BroadcastEngine engine;
    private final GatewayStatus status;
    private final Listeners listeners;
    private final EventLoops loops;
    private final Consumer<Shard> lastPublications;
    private final Function<Shard, LoopContext> contexts;

    /**
     * @param lastPublications publishes what a shard has held back until now; called on that shard
     * @param contexts what the connections of a shard share
     */
    Shutdown(
            TimeoutsConfig timeouts,
            Clock clock,
            BroadcastEngine engine,
            GatewayStatus status,
            Listeners listeners,
            EventLoops loops,
            Consumer<Shard> lastPublications,
            Function<Shard, LoopContext> contexts) {
        this.timeouts = timeouts;
        this.clock = clock;
        this.engine = engine;
        this.status = status;
        this.listeners = listeners;
        this.loops = loops;
        this.lastPublications = lastPublications;
        this.contexts = contexts;
    }

    /** Everything but the cut: returns when all have gone, or when their time is up. */
    void begin(CloseCode code) {
        status.drain();
        try {
            TimeUnit.NANOSECONDS.sleep(timeouts.drainDelay().toNanos());
            long startedAtNanos = clock.nanoTime();
            listeners.close();
            status.stop();
            // A loop may have accepted connections that it has not set up yet.
            onEveryLoop(shard -> {});
            Duration grace = timeouts.shutdown();
            listeners.accepted().signalHttp(StopSignal.LAST_REQUEST);
            onEveryLoop(shard -> {});
            waitFor(listeners.accepted().whenRequestsEnd(), grace.dividedBy(2), startedAtNanos);
            onEveryLoop(lastPublications);
            engine.broker().stop();
            listeners.accepted().signalHttp(StopSignal.END_OF_PUBLISHING);
            // By then, what was numbered just before has been handed to its subscribers: their goodbye comes behind it.
            onEveryLoop(shard -> {});
            Future<?> requests = listeners.accepted().whenRequestsEnd();
            CountDownLatch sessions = closeSessions(code);
            long leftNanos = Math.max(0, startedAtNanos + grace.toNanos() - clock.nanoTime());
            boolean haveGone = sessions.await(leftNanos, TimeUnit.NANOSECONDS);
            haveGone &= waitFor(requests, grace, startedAtNanos);
            if (!haveGone) {
                LOG.warn("some clients did not end within timeouts.shutdown and are cut");
            }
        } catch (InterruptedException e) {
            // Whoever interrupts a stop wants it over.
            Thread.currentThread().interrupt();
        }
    }

    private CountDownLatch closeSessions(CloseCode code) {
        CountDownLatch empty = new CountDownLatch(engine.shards().size());
        for (Shard shard : engine.shards()) {
            ShardSessions sessions = contexts.apply(shard).sessions();
            shard.execute(() -> {
                sessions.closeAfterQueued(code);
                sessions.whenEmpty(empty::countDown);
            });
        }
        return empty;
    }

    private boolean waitFor(Future<?> future, Duration patience, long sinceNanos) throws InterruptedException {
        return future.await(Math.max(0, sinceNanos + patience.toNanos() - clock.nanoTime()), TimeUnit.NANOSECONDS);
    }

    private void onEveryLoop(Consumer<Shard> task) throws InterruptedException {
        CountDownLatch done = new CountDownLatch(engine.shards().size());
        for (Shard shard : engine.shards()) {
            shard.execute(() -> {
                try {
                    task.accept(shard);
                } finally {
                    done.countDown();
                }
            });
        }
        if (!done.await(LOOP_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
            LOG.warn("an event loop is stuck");
        }
    }

    /** Cuts what is left and gives everything back: buffers on their loops, then the loops. */
    void release() {
        listeners.accepted().closeAll().awaitUninterruptibly(LOOP_PATIENCE.toMillis());
        try {
            // A connection that closes says so to its handlers in a task of its own, and the shard goes behind that.
            onEveryLoop(shard -> {});
            onEveryLoop(shard -> {
                engine.close(shard);
                contexts.apply(shard).inbound().close();
            });
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        loops.close();
    }
}
