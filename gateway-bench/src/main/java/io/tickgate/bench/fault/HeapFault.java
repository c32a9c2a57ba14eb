package io.tickgate.bench.fault;

import static io.tickgate.bench.fault.BrokenPromiseException.require;

import io.tickgate.bench.Figures;
import io.tickgate.bench.GatewayLaunch;
import io.tickgate.bench.GatewayProcess;
import io.tickgate.bench.ProcFiles;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * Everything that clients can make grow, at once, in the smallest gateway there is: halves of messages, subscriptions to long
 * names, large publications to ever other channels, and readers that do not read.
 */
final class HeapFault implements Fault {
    private static final int CLIENTS = 10;
    private static final int PER_SECOND = 100;
    private static final int HALVES = 600;
    private static final int SUBSCRIBERS = 60;
    private static final int NAMES = 400;
    private static final int READERS = 40;
    private static final int PUBLISHERS = 8;
    private static final int PUBLICATIONS = 150;
    private static final int LARGE_BYTES = 60_000;
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    @Override
    public String name() {
        return "heap";
    }

    @Override
    public String promise() {
        return "a flood on every bound at once is refused before memory ends, and those who are in are served";
    }

    @Override
    public String run(Extent extent) throws BrokenPromiseException, IOException, InterruptedException {
        GatewayLaunch launch = GatewayLaunch.of(
                "limits.memory=128MiB", "limits.max-connections=2000", "limits.max-connections-per-ip=2000");
        try (GatewayProcess gateway = GatewayProcess.start(launch);
                Crowd crowd = new Crowd(gateway.port(), PER_SECOND)) {
            crowd.begin(CLIENTS);
            crowd.awaitDeliveries(PER_SECOND / 10);
            long refusedHalves = 0;
            long largeAnswers = 0;
            for (int round = 0; round < extent.rounds(); round++) {
                List<Visitor> readers = crowd.visit(
                        READERS, () -> Visitor.saying("{\"type\":\"subscribe\",\"channel\":\"market_data\"}"));
                crowd.await(
                        "the readers are in",
                        PATIENCE,
                        () -> readers.stream().allMatch(reader -> reader.messages() >= 2));
                crowd.tell(() -> readers.forEach(Visitor::stopReading));
                List<Visitor> halves = crowd.visit(HALVES, () -> Visitor.sayingHalf(LARGE_BYTES));
                int[] lists = {round * SUBSCRIBERS};
                List<Visitor> subscribers = crowd.visit(SUBSCRIBERS, () -> Visitor.saying(list(lists[0]++)));
                List<Flooder> flooders = Flooder.open(crowd, PUBLISHERS, PUBLICATIONS, LARGE_BYTES);

                crowd.await(
                        "the flood is answered",
                        PATIENCE,
                        () -> flooders.stream().allMatch(Flooder::isDone)
                                && subscribers.stream()
                                        .allMatch(one -> one.messages() >= 2 || one.endReason() != null));
                require(gateway.isAlive(), "the gateway ended");
                List<String> reasons = crowd.ask(() -> halves.stream()
                        .map(Visitor::endReason)
                        .filter(Objects::nonNull)
                        .toList());
                require(
                        reasons.stream().allMatch(reason -> reason.contains("1013")),
                        "a half of a message ended otherwise than with 1013: " + reasons);
                refusedHalves += reasons.size();
                largeAnswers += crowd.ask(
                        () -> flooders.stream().mapToLong(Flooder::answers).sum());
                crowd.awaitDeliveries(PER_SECOND / 2);
                crowd.tell(() -> {
                    halves.forEach(Visitor::vanish);
                    subscribers.forEach(Visitor::vanish);
                    readers.forEach(Visitor::vanish);
                    flooders.forEach(Flooder::close);
                });
            }
            require(refusedHalves > 0, "no half of a message was refused, so nothing was shown");
            crowd.verify();
            long errors = gateway.log().stream()
                    .filter(line -> line.contains("OutOfMemoryError"))
                    .count();
            require(errors == 0, "the log has " + errors + " times OutOfMemoryError");
            return refusedHalves + " of " + HALVES * extent.rounds() + " halves refused with 1013, " + largeAnswers
                    + " large publications answered, " + Figures.ofStatus(gateway.port(), "slow_closes")
                    + " readers closed; " + (ProcFiles.residentKib(ProcFiles.of(gateway.pid())) >> 10)
                    + " MiB resident of 128";
        }
    }

    /** A subscription to many names as long as names may be. */
    private static String list(int number) {
        StringBuilder json = new StringBuilder("{\"type\":\"subscribe\",\"channels\":[");
        for (int i = 0; i < NAMES; i++) {
            json.append(i == 0 ? "" : ",")
                    .append("\"chart_updates:")
                    .append("x".repeat(100))
                    .append(number)
                    .append('-')
                    .append(i)
                    .append('"');
        }
        return json.append("]}").toString();
    }
}
