package io.tickgate.bench.performance;

import io.tickgate.bench.json.JsonObject;
import io.tickgate.bench.load.report.JsonReport;
import io.tickgate.bench.load.result.RunResult;
import io.tickgate.bench.load.result.ServerUse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The ways to get a figure. */
final class Measurements {
    private static final int SETTLED_AFTER_SECONDS = 120;

    private static final int POLL_MILLIS = 5_000;

    private Measurements() {}

    /** Drives the contestant's warm server; who is not a gateway sends frames as long as the gateway's. */
    static Measurement load(int bytes, String... arguments) {
        return (laboratory, who) -> laboratory.load(
                laboratory.server(who), who, laboratory.seconds(), withSize(laboratory, who, bytes, arguments));
    }

    private static String[] withSize(Laboratory laboratory, Contestant who, int bytes, String... arguments)
            throws IOException, InterruptedException {
        // Centrifugo has an envelope of its own.
        boolean isBare = who.isFloor() || who == Contestant.UWS;
        int size = isBare ? bytes + laboratory.envelopeBytes() : bytes;
        String[] all = new String[arguments.length + 2];
        System.arraycopy(arguments, 0, all, 0, arguments.length);
        all[arguments.length] = "--size";
        all[arguments.length + 1] = Integer.toString(size);
        return all;
    }

    /** Drives the gateway by our own load harness, which speaks all formats; the figures are under the load generator's names. */
    static Measurement harness(String... settings) {
        return (laboratory, who) -> {
            RunResult run = laboratory.harness(laboratory.server(who), settings);
            ServerUse use = run.server();
            if (use == null) {
                throw new IOException("the load harness did not see the gateway's process");
            }
            // That the client is at its limit is no fault here: it is the server's time that is compared.
            boolean isGood = run.account().isClean();
            return String.format(
                    Locale.ROOT,
                    "{\"server_us_per_delivery\":%.4f,\"deliveries_per_s\":%.1f,\"verdict\":\"%s\",\"why\":\"%s\",\"run\":%s}",
                    use.cpuMicrosPerDelivery(),
                    run.deliveriesPerSecond(),
                    isGood ? "OK" : "FAIL",
                    isGood ? "" : "account",
                    JsonReport.of(run).strip());
        };
    }

    /** Drives a server that was started for it alone, and stops it. */
    static Measurement fresh(int duration, String... arguments) {
        return (laboratory, who) -> {
            try (Server server = laboratory.fresh(who)) {
                return laboratory.load(server, who, duration, arguments);
            }
        };
    }

    /** Connections that subscribe and are silent, to a server that has done a little work before, so that its code is loaded. */
    static Measurement idle(int connections) {
        return (laboratory, who) -> {
            try (Server server = laboratory.fresh(who)) {
                laboratory.load(server, who, 2, "--conns", "200", "--rate", "100");
                return laboratory.load(server, who, 3, "--idle", "--conns", Integer.toString(connections));
            }
        };
    }

    /** How much more memory is resident at the end of one long run than after its first two minutes, with the same connections. */
    static Measurement growth(int duration, String... arguments) {
        return (laboratory, who) -> {
            try (Server server = laboratory.fresh(who)) {
                CompletableFuture<Long> settledKib = CompletableFuture.supplyAsync(
                        () -> residentKib(server),
                        CompletableFuture.delayedExecutor(SETTLED_AFTER_SECONDS, TimeUnit.SECONDS));
                String load = laboratory.load(server, who, duration, arguments);
                double atEndKib = JsonObject.parse(load).number("rss_end_kb");
                return surround(load, "growth_mib", (atEndKib - settledKib.join()) / 1024);
            }
        };
    }

    private static long residentKib(Server server) {
        try {
            return server.residentKib();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** From the launcher's start to the first accepted connection and to the first good answer of the readiness probe; then 500 connects a second. */
    static Measurement start() {
        return (laboratory, who) -> {
            long startedNanos = System.nanoTime();
            try (Server server = laboratory.fresh(who)) {
                double accepted = (System.nanoTime() - startedNanos) / 1e6;
                while (!isReady(server)) {
                    if (System.nanoTime() - startedNanos > TimeUnit.SECONDS.toNanos(30)) {
                        throw new IOException("the gateway is not ready after half a minute");
                    }
                    TimeUnit.MILLISECONDS.sleep(1);
                }
                double ready = (System.nanoTime() - startedNanos) / 1e6;
                String load = laboratory.load(
                        server, who, 1, "--idle", "--no-subscribe", "--conns", "1000", "--connect-rate", "500");
                return surround(surround(load, "accepted_ms", accepted), "ready_ms", ready);
            }
        };
    }

    private static boolean isReady(Server server) {
        try {
            HttpURLConnection connection =
                    (HttpURLConnection) URI.create("http://127.0.0.1:" + server.port() + "/health/ready")
                            .toURL()
                            .openConnection();
            connection.setReadTimeout(POLL_MILLIS);
            return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
        } catch (IOException e) {
            return false;
        }
    }

    /** One gateway with so many event loops, on all processors, which it shares with the load. */
    static Measurement loops(int count, String... arguments) {
        return (laboratory, who) -> {
            try (Server server = laboratory.unpinned("--set", "server.event-loops=" + count)) {
                Programs.run(laboratory.command(server, who, laboratory.seconds(), arguments), laboratory.seconds());
                Map<String, Long> before = server.threadTicks("gateway-loop");
                String load = Programs.run(
                        laboratory.command(server, who, 2 * laboratory.seconds(), arguments), 2 * laboratory.seconds());
                Map<String, Long> after = server.threadTicks("gateway-loop");
                long most = 0;
                long all = 0;
                for (Map.Entry<String, Long> thread : after.entrySet()) {
                    long ticks = thread.getValue() - before.getOrDefault(thread.getKey(), 0L);
                    most = Math.max(most, ticks);
                    all += ticks;
                }
                return surround(load, "largest_loop_share", all == 0 ? 1 : (double) most / all);
            }
        };
    }

    /** Adds a figure to what the load generator printed, which stays as it is. */
    private static String surround(String raw, String name, double figure) {
        String own = String.format(Locale.ROOT, "\"%s\":%.3f", name, figure);
        return JsonObject.parse(raw).has("pushload")
                ? "{" + own + "," + raw.substring(1)
                : "{" + own + ",\"pushload\":" + raw + "}";
    }
}
