package io.tickgate.bench.fault;

import io.tickgate.bench.GatewayLaunch;
import io.tickgate.bench.GatewayProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** The machine's clock is set an hour forward, two back and right again, under a gateway whose time-outs are short. */
final class ClockFault implements Fault {
    private static final int CLIENTS = 20;
    private static final int PER_SECOND = 200;
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int HZ = 5;
    private static final long OFF_SECONDS_MAX = 60;
    private static final List<Long> STEPS_SECONDS = List.of(3_600L, -3_600L, 0L);

    @Override
    public String name() {
        return "clock";
    }

    @Override
    public String promise() {
        return "when the clock is set forward or back timestamps follow, and no timer does: nobody is cut";
    }

    @Override
    public String run(Extent extent)
            throws BrokenPromiseException, NotHereException, IOException, InterruptedException {
        Path offset = Files.createTempFile("faketime", "");
        try {
            setClock(offset, 0);
            GatewayLaunch launch = GatewayLaunch.of(
                            "server.warm-up=0s", "timeouts.heartbeat-interval=1s", "timeouts.idle=5s")
                    .with("LD_PRELOAD", library().toString())
                    .with("FAKETIME_TIMESTAMP_FILE", offset.toString())
                    .with("FAKETIME_CACHE_DURATION", "1")
                    .with("FAKETIME_DONT_FAKE_MONOTONIC", "1")
                    .with("NO_FAKE_STAT", "1");
            try (GatewayProcess gateway = GatewayProcess.start(launch);
                    Crowd crowd = new Crowd(gateway.port(), PER_SECOND)) {
                crowd.begin(CLIENTS);
                crowd.awaitDeliveries(PER_SECOND / 10);
                RateWatch watch = RateWatch.begin(crowd, HZ, PER_SECOND);
                for (int round = 0; round < extent.rounds(); round++) {
                    for (long step : STEPS_SECONDS) {
                        setClock(offset, step);
                        crowd.await(
                                "server_time is " + step + " s off",
                                PATIENCE,
                                () -> Math.abs(crowd.publisher().newestServerSeconds()
                                                - Instant.now().getEpochSecond()
                                                - step)
                                        < OFF_SECONDS_MAX);
                        int seen = crowd.ask(watch::count);
                        crowd.await("ticks go on", PATIENCE, () -> watch.count() >= seen + HZ);
                        crowd.awaitDeliveries(PER_SECOND / 10);
                    }
                }
                crowd.verify();
                crowd.requireNobodyCut();
                return STEPS_SECONDS.size() * extent.rounds() + " steps, nobody was cut, " + crowd.delivered()
                        + " deliveries";
            }
        } finally {
            Files.deleteIfExists(offset);
        }
    }

    /** In one step: nobody reads half of it. */
    private static void setClock(Path file, long seconds) throws IOException {
        Path next = Files.writeString(Path.of(file + ".next"), (seconds < 0 ? "-" : "+") + Math.abs(seconds) + "\n");
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static Path library() throws NotHereException, IOException {
        for (Path directory : List.of(Path.of("/usr/lib"), Path.of("/usr/local/lib"))) {
            try (Stream<Path> found =
                    Files.find(directory, 3, (path, any) -> path.endsWith(Path.of("faketime", "libfaketime.so.1")))) {
                Path library = found.findFirst().orElse(null);
                if (library != null) {
                    return library;
                }
            }
        }
        throw new NotHereException("libfaketime is not installed (Debian: faketime)");
    }
}
