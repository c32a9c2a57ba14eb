package io.tickgate.bench.fault;

import static io.tickgate.bench.fault.BrokenPromiseException.require;

import io.tickgate.bench.Figures;
import io.tickgate.bench.GatewayLaunch;
import io.tickgate.bench.GatewayProcess;
import io.tickgate.bench.ProcFiles;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** A gateway that may open 200 descriptors, and 500 who want in. */
final class DescriptorsFault implements Fault {
    private static final int CLIENTS = 30;
    private static final int PER_SECOND = 100;
    private static final int CROWD = 500;
    private static final int NEWCOMERS = 20;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** A loop that tries again and again takes a whole processor; one that pauses next to nothing. */
    private static final double BUSY_SHARE_MAX = 0.5;

    @Override
    public String name() {
        return "descriptors";
    }

    @Override
    public String promise() {
        return "without descriptors accepting pauses and says so, those who are in are served, and others get in when some leave";
    }

    @Override
    public String run(Extent extent) throws BrokenPromiseException, IOException, InterruptedException {
        GatewayLaunch launch = GatewayLaunch.of("limits.max-connections-per-ip=1000")
                .inside("sh", "-c", "ulimit -n 200 && exec \"$@\"", "sh");
        try (GatewayProcess gateway = GatewayProcess.start(launch);
                Crowd crowd = new Crowd(gateway.port(), PER_SECOND)) {
            crowd.begin(CLIENTS);
            crowd.awaitDeliveries(PER_SECOND / 10);
            List<Visitor> visitors = crowd.visit(CROWD, Visitor::silent);
            awaitSaid(gateway, "accepts no connections");

            for (int round = 0; round < extent.rounds(); round++) {
                crowd.awaitDeliveries(PER_SECOND / 2);
            }
            crowd.settle();
            double busyShare = busyShare(gateway.pid(), extent.hold().plusSeconds(1));
            require(
                    busyShare < BUSY_SHARE_MAX,
                    "with nothing to do it takes " + percent(busyShare) + " of a processor");
            long letIn =
                    crowd.ask(() -> visitors.stream().filter(Visitor::isOpen).count());

            crowd.goOn();
            crowd.tell(() -> visitors.forEach(Visitor::leave));
            awaitSaid(gateway, "accepts connections again");
            List<Visitor> newcomers = crowd.visit(NEWCOMERS, Visitor::silent);
            crowd.await("newcomers get in", PATIENCE, () -> newcomers.stream().allMatch(Visitor::isOpen));
            crowd.awaitDeliveries(PER_SECOND / 10);
            crowd.verify();
            crowd.requireNobodyCut();
            long pauses = Figures.ofStatus(gateway.port(), "accept_pauses");
            require(pauses > 0, "accept_pauses in the status is 0");
            return letIn + " of " + CROWD + " got in, " + pauses + " pauses, " + percent(busyShare)
                    + " of a processor meanwhile";
        }
    }

    private static void awaitSaid(GatewayProcess gateway, String words)
            throws BrokenPromiseException, InterruptedException {
        Crowd.awaitAnywhere(
                "the log says \"" + words + "\"",
                PATIENCE,
                () -> gateway.log().stream().anyMatch(line -> line.contains(words)));
    }

    private static double busyShare(long pid, Duration time) throws IOException, InterruptedException {
        long before = ProcFiles.cpuTicks(ProcFiles.stat(ProcFiles.of(pid)));
        Thread.sleep(time.toMillis());
        long ticks = ProcFiles.cpuTicks(ProcFiles.stat(ProcFiles.of(pid))) - before;
        return (double) (ticks * ProcFiles.TICK_NANOS) / time.toNanos();
    }

    private static String percent(double share) {
        return Math.round(share * 100) + " %";
    }
}
