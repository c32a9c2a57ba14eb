package io.tickgate.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code bench cluster}: two gateways and a Redis on this machine. How late a publication at one comes to the subscribers of
 * the other, what a publication costs beside a gateway that stands alone, and how long it takes to serve clients that come back to the
 * gateway that has nothing of what they missed.
 */
@Command(
        name = "cluster",
        description = {
            "Measures two gateways that share a Redis: the way from one to the subscribers of the other, the cost of a "
                    + "publication beside a gateway alone, and clients that come back to another gateway."
        })
final class ClusterCost implements Callable<Integer> {
    /** A stream: of a state a reader that is late would get the newest alone, and be late no more. */
    private static final String CHANNEL = "market_data";

    private static final String SUBSCRIBE = "{\"type\":\"subscribe\",\"channel\":\"" + CHANNEL + "\"}";

    private static final int WARM_UP_SECONDS = 20;

    /** Reading all of them at once would cost this process more than delivering costs the gateways. */
    private static final int WATCHED_ONE_OF = 20;

    /** Long enough for several publications to be one read, short enough for no socket to fill up. */
    private static final int UNWATCHED_REST_MILLIS = 20;

    /** All clients come from one address. */
    private static final String[] ROOM = {"limits.max-connections=5000", "limits.max-connections-per-ip=5000"};

    @Option(
            names = "--redis-server",
            paramLabel = "FILE",
            defaultValue = "redis-server",
            description = "The program. Default: ${DEFAULT-VALUE}")
    private String program = "";

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "1000",
            description = "Publications a second. Default: ${DEFAULT-VALUE}")
    private int rate;

    @Option(
            names = "--subscribers",
            paramLabel = "N",
            defaultValue = "200",
            description = "At the other gateway. Default: ${DEFAULT-VALUE}")
    private int subscribers;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "10",
            description = "Of each measurement. Default: ${DEFAULT-VALUE}")
    private int seconds;

    @Option(
            names = "--returning",
            paramLabel = "N",
            defaultValue = "1000",
            description = "Clients that come back. Default: ${DEFAULT-VALUE}")
    private int returning;

    /** Processor time of some processes, in ticks. */
    private static long ticks(long... pids) throws IOException {
        long sum = 0;
        for (long pid : pids) {
            sum += ProcFiles.cpuTicks(ProcFiles.stat(ProcFiles.of(pid)));
        }
        return sum;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        try (GatewayProcess alone = GatewayProcess.start(ROOM)) {
            report("alone", alone, alone, alone.pid());
        }
        try (RedisProcess redis = RedisProcess.start(program);
                GatewayProcess one = GatewayProcess.start(sharing(redis));
                GatewayProcess other = GatewayProcess.start(sharing(redis))) {
            awaitOnline(one);
            awaitOnline(other);
            report("two gateways", one, other, one.pid(), other.pid(), redis.pid());
            for (int round = 1; round <= 2; round++) {
                new ReconnectStorm(one.port(), other.port(), returning, 500, 1).call();
            }
        }
        return 0;
    }

    private static String[] sharing(RedisProcess redis) {
        return Stream.concat(redis.settings().stream(), Stream.of(ROOM)).toArray(String[]::new);
    }

    /** Until it has reached Redis what is published is refused. */
    private static void awaitOnline(GatewayProcess gateway) throws IOException, InterruptedException {
        for (int i = 0; i < 200; i++) {
            if (GatewayHttp.isStatus(gateway.port(), "online")) {
                return;
            }
            Thread.sleep(100);
        }
        throw new IOException("the gateway does not reach Redis");
    }

    private void report(String what, GatewayProcess publishing, GatewayProcess receiving, long... pids)
            throws IOException {
        run(publishing, receiving, subscribers, WARM_UP_SECONDS);
        long before = ticks(pids);
        Lateness late = run(publishing, receiving, subscribers, seconds);
        double micros = microsPerPublication(before, pids);
        long withoutBefore = ticks(pids);
        run(publishing, receiving, 0, seconds);
        System.out.printf(
                Locale.ROOT,
                "%s: %d publications/s to %d subscribers: %s looked at; processor time per "
                        + "publication %.1f µs with them, %.1f µs without%n",
                what,
                rate,
                subscribers,
                late.take(),
                micros,
                microsPerPublication(withoutBefore, pids));
    }

    private double microsPerPublication(long before, long... pids) throws IOException {
        return (ticks(pids) - before) * (ProcFiles.TICK_NANOS / 1e3) / ((double) rate * seconds);
    }

    /** @return by how much deliveries were late */
    private Lateness run(GatewayProcess publishing, GatewayProcess receiving, int readers, int forSeconds)
            throws IOException {
        Lateness late = new Lateness();
        try (SocketFleet watched = new SocketFleet(receiving.port());
                SocketFleet unwatched = new SocketFleet(receiving.port(), UNWATCHED_REST_MILLIS);
                SocketFleet publishers = new SocketFleet(publishing.port())) {
            for (int i = 0; i < readers; i++) {
                if (i % WATCHED_ONE_OF == 0) {
                    watched.connect(SUBSCRIBE).listen(late);
                } else {
                    unwatched.connect(SUBSCRIBE);
                }
            }
            runUntil(watched, 2, 20);
            runUntil(unwatched, 2, 20);
            FleetClient publisher = publishers.connect("{\"type\":\"ping\"}");
            publishers.runUntil(() -> publisher.frames() >= 2, 5);
            long everyNanos = 1_000_000_000L / rate;
            long[] dueNanos = {System.nanoTime()};
            CompletableFuture<Void> sending = inBackground(() -> publishers.send(
                    publisher,
                    () -> {
                        String command = "{\"type\":\"publish\",\"channel\":\"" + CHANNEL
                                + "\",\"message\":{\"type\":\"quote\",\"due\":" + dueNanos[0] + ",\"pad\":\""
                                + "x".repeat(100) + "\"}}";
                        dueNanos[0] += everyNanos;
                        return command;
                    },
                    rate,
                    forSeconds));
            int each = 2 + rate * forSeconds;
            CompletableFuture<Void> crowd = inBackground(() -> runUntil(unwatched, each, 3 * forSeconds + 30));
            runUntil(watched, each, 3 * forSeconds + 30);
            crowd.join();
            sending.join();
        }
        return late;
    }

    /** Until each of them has so many frames. */
    private static void runUntil(SocketFleet fleet, int frames, int seconds) throws IOException {
        long all = (long) frames * fleet.clients().size();
        fleet.runUntil(() -> fleet.frames() >= all, seconds);
    }

    private interface Work {
        void run() throws IOException;
    }

    private static CompletableFuture<Void> inBackground(Work work) {
        return CompletableFuture.runAsync(() -> {
            try {
                work.run();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }
}
