package io.tickgate.bench.fault;

import java.io.IOException;
import java.time.Duration;

/** {@code kill -9} of Redis under load, and another start: with all that was written down before it was answered, or with nothing. */
final class RedisKilledFault implements Fault {
    private static final int CLIENTS = 20;
    private static final int PER_SECOND = 100;
    private static final int SOME = 100;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final boolean durable;

    /** @param durable whether it writes down what it is given before it answers */
    RedisKilledFault(boolean durable) {
        this.durable = durable;
    }

    @Override
    public String name() {
        return durable ? "redis-kill" : "redis-loss";
    }

    @Override
    public String promise() {
        return durable
                ? "after kill -9 of a Redis with appendfsync always all that was confirmed is there, once and in order, under the "
                        + "same epoch"
                : "after kill -9 of a Redis that keeps nothing everybody is told of the new epoch, and otherwise nothing is lost";
    }

    @Override
    public String run(Extent extent)
            throws BrokenPromiseException, NotHereException, IOException, InterruptedException {
        try (SharingGateways gateways =
                        SharingGateways.start("--appendonly", durable ? "yes" : "no", "--appendfsync", "always");
                Crowd crowd = new Crowd(gateways.ports(), PER_SECOND)) {
            gateways.awaitOnline();
            crowd.tell(() -> crowd.publishers().forEach(NumberedPublisher::expectUnavailable));
            crowd.begin(CLIENTS);
            for (int round = 1; round <= extent.rounds(); round++) {
                crowd.awaitDeliveries(SOME);
                gateways.redis().kill();
                Thread.sleep(extent.hold().toMillis());
                gateways.redis().startAgain();
                int told = durable ? 0 : round;
                crowd.await(
                        "everybody was told of " + told + " new epochs",
                        PATIENCE,
                        () -> crowd.witnesses().stream()
                                .allMatch(witness -> witness.log().toldLosses() == told));
                gateways.awaitOnline();
                if (!durable) {
                    // Who does not subscribe hears of an epoch when it connects.
                    crowd.tell(() -> crowd.publishers().forEach(NumberedPublisher::breakOff));
                }
            }
            crowd.awaitDeliveries(SOME);
            crowd.verify();
            crowd.requireNobodyCut();
            return extent.rounds() + " kills; " + crowd.refusals() + " publications were refused, " + crowd.delivered()
                    + " delivered";
        }
    }
}
