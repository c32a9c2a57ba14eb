package io.tickgate.bench.fault;

import static io.tickgate.bench.fault.BrokenPromiseException.require;

import io.tickgate.bench.GatewayLaunch;
import io.tickgate.bench.GatewayProcess;
import java.io.IOException;
import java.util.Objects;

/** A heap that is smaller than what the gateway was told it has: no bound can help, and the process must not live on half dead. */
final class OutOfMemoryFault implements Fault {
    private static final int OUT_OF_MEMORY = 3;
    private static final int SECONDS_MAX = 60;

    @Override
    public String name() {
        return "out-of-memory";
    }

    @Override
    public String promise() {
        return "a process whose heap is used up ends with 3, for its supervisor to start another";
    }

    @Override
    public String run(Extent extent) throws BrokenPromiseException, IOException, InterruptedException {
        GatewayLaunch launch = GatewayLaunch.of("server.warm-up=0s", "limits.max-topics=10000000")
                .with("GATEWAY_JAVA_OPTS", "-Xms16m -Xmx16m");
        try (GatewayProcess gateway = GatewayProcess.start(launch);
                Crowd crowd = new Crowd(gateway.port(), 1)) {
            long startedAtNanos = System.nanoTime();
            Flooder.open(crowd, 8, 1_000_000, 10);
            Integer code = gateway.exitCodeWithin(SECONDS_MAX);
            require(code != null, "still there after " + SECONDS_MAX + " s");
            require(
                    Objects.requireNonNull(code) == OUT_OF_MEMORY,
                    "exit code " + code + "; it said " + gateway.log().stream().reduce("", (a, b) -> b));
            return "ended with 3 after " + (System.nanoTime() - startedAtNanos) / 1_000_000 + " ms";
        }
    }
}
