package io.tickgate.bench.fault;

import static io.tickgate.bench.fault.BrokenPromiseException.require;

import io.tickgate.bench.GatewayLaunch;
import io.tickgate.bench.GatewayProcess;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** 3,000 connections from one address: with limits that allow them, and with the shipped ones. */
final class OneAddressFault implements Fault {
    private static final int MANY = 3_000;
    private static final int SHIPPED = 200;
    private static final int ABOVE = 100;
    private static final int CLIENTS = 10;
    private static final int PER_SECOND = 100;
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    @Override
    public String name() {
        return "one-address";
    }

    @Override
    public String promise() {
        return "3,000 clients of one address are served where the limits allow them, and above the shipped 200 get 429";
    }

    @Override
    public String run(Extent extent) throws BrokenPromiseException, IOException, InterruptedException {
        return allowed() + "; " + refused();
    }

    private static String allowed() throws BrokenPromiseException, IOException, InterruptedException {
        GatewayLaunch launch = GatewayLaunch.of("limits.max-connections=4000", "limits.max-connections-per-ip=4000");
        try (GatewayProcess gateway = GatewayProcess.start(launch);
                Crowd crowd = new Crowd(gateway.port(), PER_SECOND)) {
            crowd.begin(CLIENTS);
            long startedAtNanos = System.nanoTime();
            List<Visitor> all =
                    crowd.visit(MANY, () -> Visitor.saying("{\"type\":\"subscribe\",\"channel\":\"market_data:ALL\"}"));
            crowd.await(
                    "everybody is subscribed",
                    PATIENCE,
                    () -> all.stream().allMatch(visitor -> visitor.messages() >= 2));
            long millis = (System.nanoTime() - startedAtNanos) / 1_000_000;
            NumberedPublisher publisher = new NumberedPublisher(crowd, 0, "market_data:ALL", 10);
            crowd.tell(publisher::start);
            crowd.await(
                    "everybody gets something",
                    PATIENCE,
                    () -> all.stream().allMatch(visitor -> visitor.messages() >= 3));
            crowd.verify();
            return MANY + " clients subscribed after " + millis + " ms, " + ChurnFault.residentMib(gateway.pid())
                    + " MiB resident";
        }
    }

    private static String refused() throws BrokenPromiseException, IOException, InterruptedException {
        try (GatewayProcess gateway = GatewayProcess.start();
                Crowd crowd = new Crowd(gateway.port(), PER_SECOND)) {
            List<Visitor> all = crowd.visit(SHIPPED + ABOVE, Visitor::silent);
            crowd.await(
                    "everybody is in or refused",
                    PATIENCE,
                    () -> all.stream().allMatch(visitor -> visitor.isOpen() || visitor.endReason() != null));
            long in = crowd.ask(() -> all.stream().filter(Visitor::isOpen).count());
            require(in == SHIPPED, in + " got in");
            long told = crowd.ask(() -> all.stream()
                    .filter(visitor -> String.valueOf(visitor.endReason()).contains("429"))
                    .count());
            require(told == ABOVE, told + " were told 429");
            return "with shipped limits " + in + " of " + all.size() + " got in";
        }
    }
}
