package io.tickgate.core;

import io.netty.util.concurrent.Future;
import io.tickgate.core.broadcast.BroadcastEngine;
import io.tickgate.core.broadcast.Shard;
import io.tickgate.core.config.DrainConfig;
import io.tickgate.core.config.GatewayConfig;
import io.tickgate.core.config.TimeoutsConfig;
import io.tickgate.core.session.ShardSessions;
import io.tickgate.core.time.Clock;
import io.tickgate.core.transport.EventLoops;
import io.tickgate.core.transport.Listeners;
import io.tickgate.core.transport.http.StopSignal;
import io.tickgate.protocol.message.CloseCode;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The end of a gateway, in steps that each leave the next one less to do:
 *
 * <ol>
 *   <li>Readiness says 503 and no WebSocket is taken any more, but everything else goes on for {@code
 *       timeouts.drain-delay}, so that balancers look elsewhere before anything is refused.
 *   <li>The listeners close. Where the stop is a drain, clients leave one by one over {@code drain.window}, and publications
 *       flow to those who are still there; it is over with the last of them.
 *   <li>What publishes and begins now is refused; requests under way may end within half of {@code timeouts.shutdown}, while
 *       their publications still find their subscribers.
 *   <li>Nothing is published any more. Uploads that are not done are told how far they came. Every WebSocket gets the
 *       answers it waits for, what is queued for it and the close code, within the rest of {@code timeouts.shutdown}.
 *   <li>What is still open is cut, and everything is given back.
 * </ol>
 *
 * <p>Runs on the thread that stops the gateway, and blocks it. Any other thread may {@link #hurry} it.
 */
final class Shutdown {
    private static final Logger LOG = LoggerFactory.getLogger(Shutdown.class);

    /** For what every loop does at once, unless it is stuck; and for clients of a stop that shall be over at once. */
    private static final Duration LOOP_PATIENCE = Duration.ofSeconds(1);

    private final Supplier<GatewayConfig> config;
    private final Clock clock;
    private final Random random;
    private final BroadcastEngine engine;
    private final GatewayStatus status;
    private final Listeners listeners;
    private final EventLoops loops;
    private final Consumer<Shard> lastPublications;
    private final LoopContexts contexts;
    private final CompletableFuture<Void> hurried = new CompletableFuture<>();

    /**
     * @param random deals out the moments at which clients leave
     * @param lastPublications publishes what a shard has held back until now; called on that shard
     */
    Shutdown(
            Supplier<GatewayConfig> config,
            Clock clock,
            Random random,
            BroadcastEngine engine,
            GatewayStatus status,
            Listeners listeners,
            EventLoops loops,
            Consumer<Shard> lastPublications,
            LoopContexts contexts) {
        this.config = config;
        this.clock = clock;
        this.random = random;
        this.engine = engine;
        this.status = status;
        this.listeners = listeners;
        this.loops = loops;
        this.lastPublications = lastPublications;
        this.contexts = contexts;
    }

    /** From now on nothing is waited for any more but the last words, which are 1001 then. */
    void hurry() {
        hurried.complete(null);
    }

    /**
     * Everything but the cut: returns when all have gone, or when their time is up.
     *
     * @param isDrain whether clients leave one by one
     */
    void begin(CloseCode code, boolean isDrain) {
        status.drain();
        try {
            waitFor(
                    new CompletableFuture<>(),
                    config.get().timeouts().drainDelay().toNanos());
            listeners.close();
            // A loop may have accepted connections that it has not set up yet.
            onEveryLoop(shard -> {});
            if (isDrain) {
                sendAway(code);
            }
            finish(code);
        } catch (InterruptedException e) {
            // Whoever interrupts a stop wants it over.
            Thread.currentThread().interrupt();
        }
    }

    private void sendAway(CloseCode code) throws InterruptedException {
        DrainConfig drain = config.get().drain();
        if (drain.window().isZero()) {
            return;
        }
        LOG.info(
                "drain: {} clients are sent away within {} s, with {}",
                status.get().totalConnections(),
                drain.takes().toMillis() / 1000.0,
                code.code());
        long nowNanos = clock.nanoTime();
        // Random is made for any thread, and each loop draws a few thousand numbers at most.
        waitFor(
                onEverySession(sessions -> sessions.sendAway(code, drain.window(), drain.lead(), random, nowNanos)),
                drain.takes().toNanos());
    }

    private void finish(CloseCode code) throws InterruptedException {
        TimeoutsConfig timeouts = config.get().timeouts();
        long startedAtNanos = clock.nanoTime();
        long graceNanos = timeouts.shutdown().toNanos();
        status.stop();
        onEveryLoop(shard -> {});
        listeners.accepted().signalHttp(StopSignal.LAST_REQUEST);
        onEveryLoop(shard -> {});
        waitFor(completable(listeners.accepted().whenRequestsEnd()), graceNanos / 2);
        onEveryLoop(lastPublications);
        engine.broker().stop();
        listeners.accepted().signalHttp(StopSignal.END_OF_PUBLISHING);
        // By then, what was numbered just before has been handed to its subscribers: their goodbye comes behind it.
        onEveryLoop(shard -> {});
        CompletableFuture<Void> requests = completable(listeners.accepted().whenRequestsEnd());
        boolean isHurried = hurried.isDone();
        CompletableFuture<Void> gone =
                onEverySession(sessions -> sessions.closeAfterQueued(isHurried ? CloseCode.GOING_AWAY : code));
        CompletableFuture<Void> all = CompletableFuture.allOf(gone, requests);
        if (!isHurried) {
            waitFor(all, startedAtNanos + graceNanos - clock.nanoTime());
        }
        if (hurried.isDone()) {
            await(all, Math.min(graceNanos, LOOP_PATIENCE.toNanos()));
        }
        if (!all.isDone()) {
            LOG.warn("some clients did not end within timeouts.shutdown and are cut");
        }
    }

    /** @return done when no session is left on any loop */
    private CompletableFuture<Void> onEverySession(Consumer<ShardSessions> task) {
        CompletableFuture<?>[] empty = engine.shards().stream()
                .map(shard -> {
                    CompletableFuture<Void> none = new CompletableFuture<>();
                    ShardSessions sessions = contexts.of(shard).sessions();
                    shard.execute(() -> {
                        task.accept(sessions);
                        sessions.whenEmpty(() -> none.complete(null));
                    });
                    return none;
                })
                .toArray(CompletableFuture<?>[]::new);
        return CompletableFuture.allOf(empty);
    }

    private static CompletableFuture<Void> completable(Future<?> future) {
        CompletableFuture<Void> completable = new CompletableFuture<>();
        future.addListener(done -> completable.complete(null));
        return completable;
    }

    /** Until it is done, the time is up, or the stop shall be over at once. */
    private void waitFor(CompletableFuture<Void> event, long nanos) throws InterruptedException {
        await(CompletableFuture.anyOf(event, hurried), nanos);
    }

    private static void await(CompletableFuture<?> event, long nanos) throws InterruptedException {
        try {
            event.get(Math.max(0, nanos), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            // What is not done by now is cut in the end.
            return;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
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
                contexts.of(shard).inbound().close();
            });
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        loops.close();
    }
}
