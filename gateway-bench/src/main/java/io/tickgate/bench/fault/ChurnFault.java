package io.tickgate.bench.fault;

import static io.tickgate.bench.fault.BrokenPromiseException.require;

import io.tickgate.bench.Figures;
import io.tickgate.bench.GatewayLaunch;
import io.tickgate.bench.GatewayProcess;
import io.tickgate.bench.ProcFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** 5,000 clients that come, subscribe to a channel of their own and go, half of them without a goodbye. */
final class ChurnFault implements Fault {
    private static final int CLIENTS = 10;
    private static final int PER_SECOND = 100;
    private static final int VISITS = 5_000;
    private static final int AT_ONCE = 100;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Override
    public String name() {
        return "churn";
    }

    @Override
    public String promise() {
        return "5,000 clients that came and went leave no descriptor, no session and no channel behind";
    }

    @Override
    public String run(Extent extent) throws BrokenPromiseException, IOException, InterruptedException {
        GatewayLaunch launch = GatewayLaunch.of("limits.topic-idle=1s")
                .with("GATEWAY_JAVA_OPTS", "-Dio.netty.leakDetection.level=paranoid");
        try (GatewayProcess gateway = GatewayProcess.start(launch);
                Crowd crowd = new Crowd(gateway.port(), PER_SECOND)) {
            crowd.begin(CLIENTS);
            crowd.awaitDeliveries(PER_SECOND / 10);
            // What a first client brings into the process is not a leak.
            visits(crowd, AT_ONCE);
            long descriptorsBefore = descriptors(gateway.pid());
            long residentBefore = residentMib(gateway.pid());
            for (int done = 0; done < VISITS * extent.rounds(); done += AT_ONCE) {
                visits(crowd, AT_ONCE);
            }
            Crowd.awaitAnywhere(
                    "the visitors' sessions are gone", PATIENCE, () -> figure(gateway, "connections") == CLIENTS + 1);
            Crowd.awaitAnywhere("the visitors' channels are gone", PATIENCE, () -> figure(gateway, "topics") <= 1);
            crowd.verify();
            // The status is asked over a connection of its own, which may still be open.
            long descriptors = descriptors(gateway.pid());
            require(
                    descriptors <= descriptorsBefore + 5,
                    descriptors + " descriptors, " + descriptorsBefore + " before");
            long leaks =
                    gateway.log().stream().filter(line -> line.contains("LEAK")).count();
            require(leaks == 0, leaks + " leaks in the log");
            return VISITS * extent.rounds() + " visits; descriptors " + descriptorsBefore + " -> " + descriptors
                    + ", resident " + residentBefore + " -> " + residentMib(gateway.pid()) + " MiB";
        }
    }

    private static void visits(Crowd crowd, int count) throws BrokenPromiseException, InterruptedException {
        int[] number = {0};
        List<Visitor> visitors = crowd.visit(
                count,
                () -> Visitor.saying("{\"type\":\"subscribe\",\"channel\":\"chart_updates:VISIT-" + System.nanoTime()
                        + "-" + number[0]++ + "\"}"));
        crowd.await(
                "visitors are served", PATIENCE, () -> visitors.stream().allMatch(visitor -> visitor.messages() >= 2));
        crowd.tell(() -> {
            for (int i = 0; i < visitors.size(); i++) {
                if (i % 2 == 0) {
                    visitors.get(i).leave();
                } else {
                    visitors.get(i).vanish();
                }
            }
        });
    }

    private static long figure(GatewayProcess gateway, String name) {
        try {
            return Figures.ofStatus(gateway.port(), name);
        } catch (IOException e) {
            return -1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return -1;
        }
    }

    static long descriptors(long pid) throws IOException {
        try (Stream<Path> all = Files.list(ProcFiles.of(pid).resolve("fd"))) {
            return all.count();
        }
    }

    static long residentMib(long pid) throws IOException {
        return ProcFiles.residentKib(ProcFiles.of(pid)) >> 10;
    }
}
