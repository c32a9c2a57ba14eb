package io.tickgate.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A subscriber that has nothing to do with what the others are up to, and its publisher: 500 publications a second, each with
 * the time at which it was due. Both have connections and a thread of their own.
 */
final class Bystander implements AutoCloseable {
    private static final String CHANNEL = "market_data:BYSTANDER";
    private static final long EVERY_NANOS = 2_000_000;
    private static final Pattern DUE = Pattern.compile("\"due\":([0-9]+)");

    private final int port;
    private final ConcurrentLinkedQueue<Long> lateNanos = new ConcurrentLinkedQueue<>();
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
        try (SocketFleet fleet = new SocketFleet(port)) {
            FleetClient reader = fleet.connect("{\"type\":\"subscribe\",\"channel\":\"" + CHANNEL + "\"}");
            FleetClient publisher = fleet.connect("{\"type\":\"ping\"}");
            reader.listen(this::readLatency);
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

    private void readLatency(byte[] payload, long nowNanos) {
        Matcher due = DUE.matcher(new String(payload, StandardCharsets.UTF_8));
        if (due.find()) {
            lateNanos.add(nowNanos - Long.parseLong(due.group(1)));
        }
    }

    /** How late its messages came since the last call: from when they were due to when they were read. */
    String takeLatency() {
        if (end.isDone()) {
            // Throws what ended it.
            end.join();
        }
        long[] sorted = lateNanos.stream().mapToLong(Long::longValue).sorted().toArray();
        lateNanos.clear();
        if (sorted.length == 0) {
            return "nothing received";
        }
        return String.format(
                Locale.ROOT,
                "p50 %.2f p99 %.2f max %.2f ms (%d)",
                sorted[sorted.length / 2] / 1e6,
                sorted[sorted.length * 99 / 100] / 1e6,
                Arrays.stream(sorted).max().orElse(0) / 1e6,
                sorted.length);
    }

    @Override
    public void close() {
        stopped.set(true);
        end.join();
    }
}
