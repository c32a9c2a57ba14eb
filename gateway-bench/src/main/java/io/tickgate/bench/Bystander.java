package io.tickgate.bench;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A subscriber that has nothing to do with what the others are up to, and its publisher: 500 publications a second, each with
 * the time at which it was due. Both have connections and a thread of their own, which goes before all others where that is
 * permitted.
 */
final class Bystander implements AutoCloseable {
    private static final String CHANNEL = "market_data:BYSTANDER";
    private static final long EVERY_NANOS = 2_000_000;

    private final int port;
    private final Lateness lateness = new Lateness();
    private final AtomicBoolean stopped = new AtomicBoolean();
    private final CompletableFuture<Void> end;

    Bystander(int port) {
        this.port = port;
        this.end = CompletableFuture.runAsync(this::run, task -> {
            Thread thread = new Thread(task, "bystander");
            thread.setDaemon(true);
            thread.start();
        });
    }

    private void run() {
        if (!AheadOfOthers.tryEnter()) {
            System.err.println(
                    "The bystander has no priority (which takes root): its figures hold what it waits for the clients of"
                            + " this process, too.");
        }
        try (SocketFleet fleet = new SocketFleet(port)) {
            FleetClient reader = fleet.connect("{\"type\":\"subscribe\",\"channel\":\"" + CHANNEL + "\"}");
            FleetClient publisher = fleet.connect("{\"type\":\"ping\"}");
            reader.listen(lateness);
            fleet.runUntil(() -> reader.frames() >= 2 && publisher.frames() >= 2, 5);
            long dueNanos = System.nanoTime();
            while (!stopped.get()) {
                while (System.nanoTime() - dueNanos >= 0) {
                    publisher.send("{\"type\":\"publish\",\"channel\":\"" + CHANNEL + "\",\"message\":{\"due\":"
                            + dueNanos + "}}");
                    dueNanos += EVERY_NANOS;
                }
                fleet.runOnce();
            }
        } catch (IOException e) {
            throw new IllegalStateException("the bystander's connections failed", e);
        }
    }

    /** How late its messages came since the last call: from when they were due to when they were read. */
    String takeLatency() {
        if (end.isDone()) {
            // Throws what ended it.
            end.join();
        }
        return lateness.take();
    }

    @Override
    public void close() {
        stopped.set(true);
        end.join();
    }
}
