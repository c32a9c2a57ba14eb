package io.tickgate.bench.fault;

import static io.tickgate.bench.fault.BrokenPromiseException.require;

import io.tickgate.bench.GatewayLaunch;
import io.tickgate.bench.GatewayProcess;
import java.io.IOException;
import java.time.Duration;

/** The process is stopped for longer than its time-outs, as a machine does that hands its processors to others, and goes on. */
final class StoppedFault implements Fault {
    private static final int CLIENTS = 30;
    private static final int PER_SECOND = 200;
    private static final long STOP_MILLIS = 5_000;
    private static final int HZ = 2;

    @Override
    public String name() {
        return "stop";
    }

    @Override
    public String promise() {
        return "after 5 s without a processor nobody is cut for a silence that was the gateway's, and limits hold";
    }

    @Override
    public String run(Extent extent) throws BrokenPromiseException, IOException, InterruptedException {
        GatewayLaunch launch =
                GatewayLaunch.of("timeouts.heartbeat-interval=1s", "timeouts.idle=4s", "timeouts.write-stall=2s");
        try (GatewayProcess gateway = GatewayProcess.start(launch);
                Crowd crowd = new Crowd(gateway.port(), PER_SECOND)) {
            crowd.begin(CLIENTS);
            RateWatch watch = RateWatch.begin(crowd, HZ, PER_SECOND);
            crowd.awaitDeliveries(PER_SECOND / 2);
            for (int round = 0; round < extent.rounds(); round++) {
                gateway.signal("STOP");
                Thread.sleep(STOP_MILLIS);
                gateway.signal("CONT");
                crowd.awaitDeliveries(PER_SECOND / 2);
                Thread.sleep(Duration.ofSeconds(1).plus(extent.hold()).toMillis());
            }
            crowd.verify();
            crowd.requireNobodyCut();
            int most = crowd.ask(watch::mostInASecond);
            require(most <= 2 * HZ + 1, most + " updates within a second where " + HZ + " were granted");
            return extent.rounds() + " stops of 5 s, nobody was cut; at most " + most + " updates of " + HZ
                    + " a second; " + crowd.delivered() + " deliveries";
        }
    }
}
