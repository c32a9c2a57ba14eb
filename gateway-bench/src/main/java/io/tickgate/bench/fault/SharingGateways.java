package io.tickgate.bench.fault;

import static io.tickgate.bench.fault.BrokenPromiseException.require;

import io.tickgate.bench.GatewayHttp;
import io.tickgate.bench.GatewayLaunch;
import io.tickgate.bench.GatewayProcess;
import io.tickgate.bench.RedisProcess;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Two gateways that share a Redis, and what they say of themselves. */
final class SharingGateways implements AutoCloseable {
    private static final String PROGRAM = "redis-server";
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final long LOOK_MILLIS = 100;

    private final RedisProcess redis;
    private final List<GatewayProcess> gateways;

    private SharingGateways(RedisProcess redis, List<GatewayProcess> gateways) {
        this.redis = redis;
        this.gateways = gateways;
    }

    /** @param options of Redis, in words */
    static SharingGateways start(String... options) throws NotHereException, IOException, InterruptedException {
        RedisProcess redis;
        try {
            redis = RedisProcess.start(PROGRAM, options);
        } catch (IOException e) {
            throw new NotHereException(PROGRAM + " cannot be started here: " + e.getMessage());
        }
        GatewayLaunch launch = GatewayLaunch.of(redis.settings().toArray(String[]::new));
        GatewayProcess one = null;
        try {
            one = GatewayProcess.start(launch);
            return new SharingGateways(redis, List.of(one, GatewayProcess.start(launch)));
        } catch (IOException e) {
            if (one != null) {
                one.close();
            }
            redis.close();
            throw e;
        }
    }

    RedisProcess redis() {
        return redis;
    }

    List<Integer> ports() {
        return gateways.stream().map(GatewayProcess::port).toList();
    }

    void awaitOnline() throws BrokenPromiseException, InterruptedException {
        Crowd.awaitAnywhere(
                "all gateways are online",
                PATIENCE,
                () -> gateways.stream().allMatch(gateway -> isStatus(gateway, "online")));
    }

    /** For so long nobody may be told to send clients elsewhere, and within it the status has to say what is the matter. */
    void requireDegradedAndReady(Duration outage) throws BrokenPromiseException, InterruptedException {
        long endsAtNanos = System.nanoTime() + outage.toNanos();
        Set<GatewayProcess> degraded = new HashSet<>();
        while (System.nanoTime() - endsAtNanos < 0) {
            for (GatewayProcess gateway : gateways) {
                int ready = answer(() -> GatewayHttp.get(gateway.port(), "/health/ready"))
                        .statusCode();
                require(ready == 200, "while Redis is away readiness is " + ready);
                if (isStatus(gateway, "degraded")) {
                    degraded.add(gateway);
                }
            }
            Thread.sleep(LOOK_MILLIS);
        }
        require(
                degraded.size() == gateways.size(),
                (gateways.size() - degraded.size()) + " gateways never said that they are degraded");
    }

    private static boolean isStatus(GatewayProcess gateway, String status) {
        return answer(() -> GatewayHttp.isStatus(gateway.port(), status));
    }

    private interface Question<T> {
        T ask() throws IOException, InterruptedException;
    }

    /** A gateway that is silent is a fault of its own. */
    private static <T> T answer(Question<T> question) {
        try {
            return question.ask();
        } catch (IOException e) {
            throw new IllegalStateException("a gateway does not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        gateways.forEach(GatewayProcess::close);
        redis.close();
    }
}
