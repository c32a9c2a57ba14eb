package io.tickgate.cli.demo;

import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bounds how many publications are open at once, at {@value #MAX}: when the gateway does not keep up, its publisher waits.
 *
 * <p>Any thread.
 */
final class Outstanding {
    static final int MAX = 256;

    private static final Logger LOG = LoggerFactory.getLogger(Outstanding.class);

    private final Semaphore room = new Semaphore(MAX);
    private final AtomicLong refusedCount = new AtomicLong();

    /** Waits for room. Each call is followed by one of {@link #add}. */
    void await() throws InterruptedException {
        room.acquire();
    }

    /** @param publication open until it completes, however it does */
    void add(CompletionStage<?> publication) {
        publication.whenComplete((published, refused) -> {
            room.release();
            // Once: at thousands a second the log would drown in what is one and the same trouble.
            if (refused != null && refusedCount.getAndIncrement() == 0) {
                LOG.warn("the gateway refuses the demo's messages: {}", refused.getMessage());
            }
        });
    }
}
