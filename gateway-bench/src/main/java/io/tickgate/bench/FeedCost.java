package io.tickgate.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * {@code bench feed-cost}: all three kinds bring about the same number of bytes to the same number of subscribers at the same
 * rate, in turn.
 */
@Command(
        name = "feed-cost",
        description = {
            "Prints what a delivery costs a running gateway in processor time, by what is published: a plain broadcast, a "
                    + "chart's point, a back-test's progress."
        })
final class FeedCost implements Callable<Integer> {
    /** Progress of one task is published ten times a second at most, so the rate is spread over many. */
    private static final int TASKS = 20;

    private static final double MICROS_PER_TICK = ProcFiles.TICK_NANOS / 1e3;

    /** What is published, and who gets it. */
    private enum Kind {
        BROADCAST("{\"type\":\"subscribe\",\"channel\":\"market_data\"}") {
            @Override
            String publication(long number) {
                return "{\"type\":\"publish\",\"channel\":\"market_data:S" + number % TASKS
                        + "\",\"message\":{\"type\":\"chart_update\",\"symbol\":\"S" + number % TASKS
                        + "\",\"update_type\":\"update\",\"data_points\":[{\"timestamp\":1731144000.0,\"data_type\":\"indicator_KDJ_K\","
                        + "\"value\":" + number + ",\"additional_data\":{\"D\":60.0,\"J\":75.0}}],"
                        + "\"metadata\":{\"data_types\":[\"indicator_KDJ_K\"],\"batch_size\":1}}}";
            }
        },
        CHART("{\"type\":\"subscribe\",\"channel\":\"chart_updates\"}") {
            @Override
            String publication(long number) {
                return "{\"type\":\"publish_chart\",\"symbol\":\"S" + number % TASKS
                        + "\",\"data_points\":[{\"timestamp\":1731144000.0,\"data_type\":\"indicator_KDJ_K\",\"value\":"
                        + number
                        + ",\"additional_data\":{\"D\":60.0,\"J\":75.0}}]}";
            }
        },
        PROGRESS("{\"type\":\"subscribe\",\"channel\":\"backtest_progress\"}") {
            @Override
            String publication(long number) {
                return "{\"type\":\"publish_backtest_progress\",\"task_id\":\"cost-" + number % TASKS
                        + "\",\"data\":{\"status\":\"running\",\"progress\":" + Math.min(99.9, number * 1e-6)
                        + ",\"current_step\":\"signals\"}}";
            }
        };

        private final String subscription;

        Kind(String subscription) {
            this.subscription = subscription;
        }

        abstract String publication(long number);
    }

    @Parameters(index = "0", paramLabel = "PORT", description = "Of the gateway.")
    private int port;

    @Parameters(index = "1", paramLabel = "PID", description = "Its process id.")
    private int pid;

    @Parameters(index = "2", paramLabel = "SUBSCRIBERS", description = "How many.")
    private int subscribers;

    @Parameters(index = "3", paramLabel = "RATE", description = "Publications per second in all.")
    private int perSecond;

    @Parameters(index = "4", paramLabel = "SECONDS", description = "Of each run.")
    private int seconds;

    @Parameters(index = "5", paramLabel = "ROUNDS", description = "How many runs of each kind.")
    private int rounds;

    private long number;

    /** @throws IOException when the gateway fails */
    @Override
    public Integer call() throws IOException, InterruptedException {
        List<List<Double>> micros = new ArrayList<>();
        for (Kind ignored : Kind.values()) {
            micros.add(new ArrayList<>());
        }
        for (int round = 0; round < rounds; round++) {
            for (Kind kind : Kind.values()) {
                micros.get(kind.ordinal()).add(measure(kind));
            }
        }
        double plain = median(micros.get(Kind.BROADCAST.ordinal()));
        for (Kind kind : Kind.values()) {
            double mine = median(micros.get(kind.ordinal()));
            System.out.printf(
                    Locale.ROOT,
                    "%-9s %.3f us/delivery, %.2f of a broadcast (%s)%n",
                    kind.name().toLowerCase(Locale.ROOT),
                    mine,
                    mine / plain,
                    micros.get(kind.ordinal()));
        }
        return 0;
    }

    private double measure(Kind kind) throws IOException, InterruptedException {
        try (SocketFleet fleet = new SocketFleet(port)) {
            for (int i = 0; i < subscribers; i++) {
                fleet.connect(kind.subscription);
            }
            FleetClient publisher = fleet.connect("{\"type\":\"ping\"}");
            fleet.runUntil(() -> fleet.frames() >= 2L * subscribers + 2, 30);
            fleet.send(publisher, () -> kind.publication(number++), perSecond, 2);
            long cpuBefore = cpuTicks();
            long deliveredBefore = delivered();
            fleet.send(publisher, () -> kind.publication(number++), perSecond, seconds);
            long count = delivered() - deliveredBefore;
            return (cpuTicks() - cpuBefore) * MICROS_PER_TICK / count;
        }
    }

    private long delivered() throws IOException, InterruptedException {
        return Figures.ofStatus(port, "delivered");
    }

    private long cpuTicks() throws IOException {
        return ProcFiles.cpuTicks(ProcFiles.stat(ProcFiles.of(pid)));
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }
}
