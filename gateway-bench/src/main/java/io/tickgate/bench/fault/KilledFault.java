package io.tickgate.bench.fault;

import static io.tickgate.bench.fault.BrokenPromiseException.require;

import io.tickgate.bench.GatewayLaunch;
import io.tickgate.bench.GatewayProcess;
import java.io.IOException;
import java.time.Duration;

/** {@code kill -9} under load, and another start. Before each, every other client's line breaks, too. */
final class KilledFault implements Fault {
    private static final int CLIENTS = 30;
    private static final int PER_SECOND = 500;
    private static final int SOME = 100;

    @Override
    public String name() {
        return "kill";
    }

    @Override
    public String promise() {
        return "after kill -9 and a start every client is back and told of the new epoch, and otherwise nothing is lost";
    }

    @Override
    public String run(Extent extent) throws BrokenPromiseException, IOException, InterruptedException {
        GatewayLaunch launch = GatewayLaunch.of();
        GatewayProcess gateway = GatewayProcess.start(launch);
        int port = gateway.port();
        long startMillis = 0;
        long backMillis = 0;
        try (Crowd crowd = new Crowd(port, PER_SECOND)) {
            crowd.begin(CLIENTS);
            for (int round = 1; round <= extent.rounds(); round++) {
                Thread.sleep(extent.hold().toMillis());
                breakOffEveryOther(crowd);
                crowd.awaitSubscribed(Duration.ofSeconds(20));
                crowd.awaitDeliveries(SOME);

                long killedAtNanos = System.nanoTime();
                gateway.kill();
                gateway = GatewayProcess.start(launch.at(port));
                startMillis = Math.max(startMillis, millisSince(killedAtNanos));
                int told = round;
                crowd.await(
                        "everybody is back and was told of the new epoch",
                        Duration.ofSeconds(20),
                        () -> crowd.witnesses().stream()
                                .allMatch(witness ->
                                        witness.isConfirmed() && witness.log().toldLosses() == told));
                backMillis = Math.max(backMillis, millisSince(killedAtNanos));
                crowd.awaitDeliveries(SOME);
            }
            Thread.sleep(extent.hold().toMillis());
            crowd.verify();
            long recoveries = crowd.ask(() -> crowd.witnesses().stream()
                    .mapToLong(witness -> witness.log().recoveries())
                    .sum());
            require(
                    recoveries == (long) extent.rounds() * CLIENTS / 2,
                    recoveries + " recoveries, where " + extent.rounds() * CLIENTS / 2 + " lines broke");
            return extent.rounds() + " kills, listening again after " + startMillis + " ms and all " + CLIENTS
                    + " clients back after " + backMillis + " ms at most; " + recoveries + " broken lines recovered; "
                    + crowd.delivered() + " deliveries";
        } finally {
            gateway.close();
        }
    }

    private static void breakOffEveryOther(Crowd crowd) {
        crowd.tell(() -> {
            for (int i = 0; i < crowd.witnesses().size(); i += 2) {
                crowd.witnesses().get(i).breakOff();
            }
        });
    }

    private static long millisSince(long nanos) {
        return (System.nanoTime() - nanos) / 1_000_000;
    }
}
