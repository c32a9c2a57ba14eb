package io.tickgate.cli.demo;

import io.tickgate.cli.demo.DemoFeed.DemoMessage;
import io.tickgate.core.broadcast.Publisher;
import io.tickgate.core.time.Clock;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes one feed at its pace, on a thread of its own, until it is closed.
 *
 * <p>At most {@value #OUTSTANDING_MAX} publications are open at once. When the gateway does not keep up, the player waits,
 * gets late, and its {@link Pacer} leaves messages out.
 */
public final class FeedPlayer implements AutoCloseable {
    static final int OUTSTANDING_MAX = 256;

    private static final Logger LOG = LoggerFactory.getLogger(FeedPlayer.class);

    private final DemoFeed feed;
    private final Publisher publisher;
    private final Clock clock;
    private final Pacer pacer;
    private final Semaphore room = new Semaphore(OUTSTANDING_MAX);
    private final AtomicLong refusedCount = new AtomicLong();
    private final Thread thread;

    private FeedPlayer(String name, DemoFeed feed, double perSecond, Publisher publisher, Clock clock) {
        this.feed = feed;
        this.publisher = publisher;
        this.clock = clock;
        this.pacer = new Pacer(perSecond, clock.nanoTime());
        this.thread = new Thread(this::play, "demo-" + name);
        thread.setDaemon(true);
    }

    /**
     * Starts to publish.
     *
     * @param name for the thread
     * @param perSecond messages per second, more than 0
     */
    public static FeedPlayer start(String name, DemoFeed feed, double perSecond, Publisher publisher, Clock clock) {
        FeedPlayer player = new FeedPlayer(name, feed, perSecond, publisher, clock);
        player.thread.start();
        return player;
    }

    /** Publishes nothing any more after it returns. */
    @Override
    public void close() {
        thread.interrupt();
        boolean interrupted = false;
        while (true) {
            try {
                thread.join();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void play() {
        try {
            while (!thread.isInterrupted()) {
                long wait = pacer.untilDueNanos(clock.nanoTime());
                if (wait > 0) {
                    LockSupport.parkNanos(this, wait);
                } else {
                    room.acquire();
                    publish(feed.message(pacer.take(clock.nanoTime())));
                }
            }
        } catch (InterruptedException e) {
            // close() asked for it.
        }
    }

    private void publish(DemoMessage message) {
        publisher
                .publish(message.channel(), message.json().getBytes(StandardCharsets.UTF_8))
                .whenComplete((published, refused) -> {
                    room.release();
                    // Once: at thousands a second the log would drown in what is one and the same trouble.
                    if (refused != null && refusedCount.getAndIncrement() == 0) {
                        LOG.warn("the gateway refuses the demo's messages: {}", refused.getMessage());
                    }
                });
    }
}
