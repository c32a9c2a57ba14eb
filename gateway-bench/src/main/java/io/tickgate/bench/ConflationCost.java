package io.tickgate.bench;

import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * {@code bench conflation-cost}: the same publications reach few subscribers as they are and many at a frequency, so that both
 * get about as many deliveries, in turn.
 */
@Command(
        name = "conflation-cost",
        description = {
            "Prints what a running gateway spends on 100 quotes that are published 10,000 times a second: to nobody, to 50 "
                    + "subscribers of all of them, and to 1000 with max_hz 5. Both of the latter are 500,000 deliveries a second."
        })
final class ConflationCost implements Callable<Integer> {
    private static final int SYMBOLS = 100;
    private static final int PER_SECOND = 10_000;
    private static final int WARM_UP_SECONDS = 4;
    private static final double SECONDS_PER_TICK = ProcFiles.TICK_NANOS / 1e9;
    private static final String PADDING = "x".repeat(160);

    /** Who is subscribed. */
    private enum Kind {
        NOBODY(0, ""),
        EVERYTHING(50, ""),
        FIVE_HZ(1000, ",\"options\":{\"max_hz\":5}");

        private final int subscribers;
        private final String subscription;

        Kind(int subscribers, String options) {
            this.subscribers = subscribers;
            this.subscription = "{\"type\":\"subscribe\",\"channel\":\"market_data\"" + options + "}";
        }
    }

    @Parameters(index = "0", paramLabel = "PORT", description = "Of the gateway.")
    private int port;

    @Parameters(index = "1", paramLabel = "PID", description = "Its process id.")
    private int pid;

    @Parameters(index = "2", paramLabel = "SECONDS", description = "Of each run.")
    private int seconds;

    @Parameters(index = "3", paramLabel = "ROUNDS", description = "How many runs of each kind.")
    private int rounds;

    private long number;

    /** @throws IOException when the gateway fails */
    @Override
    public Integer call() throws IOException, InterruptedException {
        for (int round = 0; round < rounds; round++) {
            for (Kind kind : Kind.values()) {
                measure(kind);
            }
        }
        return 0;
    }

    private void measure(Kind kind) throws IOException, InterruptedException {
        try (SocketFleet fleet = new SocketFleet(port)) {
            for (int i = 0; i < kind.subscribers; i++) {
                fleet.connect(kind.subscription);
            }
            FleetClient publisher = fleet.connect("{\"type\":\"ping\"}");
            fleet.runUntil(() -> fleet.frames() >= 2L * kind.subscribers + 2, 30);
            fleet.send(publisher, this::publication, PER_SECOND, WARM_UP_SECONDS);
            long cpuBefore = cpuTicks();
            long deliveredBefore = Figures.ofStatus(port, "delivered");
            long sendsBefore = Figures.ofStatus(port, "sends");
            fleet.send(publisher, this::publication, PER_SECOND, seconds);
            System.out.printf(
                    Locale.ROOT,
                    "%-10s %4d subscribers  %4.1f %% of a core  %7d deliveries/s  %6d sends/s  longest turn %d us%n",
                    kind.name().toLowerCase(Locale.ROOT),
                    kind.subscribers,
                    100 * (cpuTicks() - cpuBefore) * SECONDS_PER_TICK / seconds,
                    (Figures.ofStatus(port, "delivered") - deliveredBefore) / seconds,
                    (Figures.ofStatus(port, "sends") - sendsBefore) / seconds,
                    Figures.ofStatus(port, "longest_turn_micros"));
        }
    }

    private String publication() {
        long next = number++;
        return "{\"type\":\"publish\",\"channel\":\"market_data:S" + next % SYMBOLS
                + "\",\"message\":{\"type\":\"quote\",\"n\":" + next + ",\"padding\":\"" + PADDING + "\"}}";
    }

    private long cpuTicks() throws IOException {
        return ProcFiles.cpuTicks(ProcFiles.stat(ProcFiles.of(pid)));
    }
}
