package io.tickgate.bench.fault;

import static io.tickgate.bench.fault.BrokenPromiseException.require;

import java.io.IOException;
import java.util.List;

/** Redis is stopped under load: it keeps its connections and answers nothing, and then goes on. */
final class RedisStoppedFault implements Fault {
    private static final int CLIENTS = 20;
    private static final int PER_SECOND = 100;
    private static final int SOME = 100;
    private static final int ROUNDS_MAX = 3;

    @Override
    public String name() {
        return "redis-stop";
    }

    @Override
    public String promise() {
        return "while Redis hangs publishers of two gateways are told so and nobody is cut; then all that was confirmed is "
                + "there, once and in order, under the same epoch";
    }

    @Override
    public String run(Extent extent)
            throws BrokenPromiseException, NotHereException, IOException, InterruptedException {
        int rounds = Math.min(ROUNDS_MAX, extent.rounds());
        try (SharingGateways gateways = SharingGateways.start();
                Crowd crowd = new Crowd(gateways.ports(), PER_SECOND)) {
            gateways.awaitOnline();
            crowd.tell(() -> crowd.publishers().forEach(NumberedPublisher::expectUnavailable));
            crowd.begin(CLIENTS);
            crowd.awaitDeliveries(SOME);
            for (int round = 0; round < rounds; round++) {
                List<Long> before = crowd.unavailable();
                gateways.redis().signal("STOP");
                gateways.requireDegradedAndReady(extent.outage());
                List<Long> after = crowd.unavailable();
                for (int i = 0; i < before.size(); i++) {
                    require(after.get(i) > before.get(i), "publisher " + i + " was not told that Redis is away");
                }
                gateways.redis().signal("CONT");
                gateways.awaitOnline();
                crowd.awaitDeliveries(SOME);
                Thread.sleep(extent.hold().toMillis());
            }
            crowd.verify();
            crowd.requireNobodyCut();
            int told = crowd.ask(() -> crowd.witnesses().stream()
                    .mapToInt(witness -> witness.log().toldLosses())
                    .sum());
            require(told == 0, told + " times clients were told of a loss");
            return rounds + " stops of " + extent.outage().toSeconds() + " s; " + crowd.refusals()
                    + " publications were refused, " + crowd.delivered() + " delivered";
        }
    }
}
