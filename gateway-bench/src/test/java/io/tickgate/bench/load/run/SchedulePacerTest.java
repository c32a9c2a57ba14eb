package io.tickgate.bench.load.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickgate.bench.load.client.ClientLoop;
import io.tickgate.bench.load.publish.Schedule;
import io.tickgate.bench.load.run.TopicServer.Fault;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class SchedulePacerTest {
    private static final int TURNS = 1_000;

    private final CompletableFuture<Long> othersTurns = new CompletableFuture<>();

    @Test
    void aBacklogIsWorkedOffByAllPublishersInTurn() throws Exception {
        try (TopicServer server = TopicServer.open(Fault.NONE);
                ClientLoop loop = new ClientLoop()) {
            loop.onFault(othersTurns::completeExceptionally);
            // All of it is due before the first leaves, and fits into the sockets' buffers.
            RunContext context = Runs.context(
                    loop,
                    server.getPort(),
                    "target.dialect",
                    "topic",
                    "publishers.count",
                    "2",
                    "publishers.payload",
                    "64B",
                    "load.rate",
                    "20000",
                    "load.duration",
                    "100ms");
            Publishers publishers = new Publishers(context);
            loop.execute(() -> publishers.open(
                    () -> begin(context, publishers),
                    reason -> othersTurns.completeExceptionally(new AssertionError(reason))));

            assertThat(othersTurns.get()).isGreaterThanOrEqualTo(TURNS / 2);
            loop.execute(publishers::close);
        }
    }

    private void begin(RunContext context, Publishers publishers) {
        context.clock().start();
        Schedule schedule = new Schedule(context.scenario().phases());
        awaitDue(context, schedule, new SchedulePacer(context, publishers, schedule));
    }

    private void awaitDue(RunContext context, Schedule schedule, SchedulePacer pacer) {
        if (context.clock().elapsedNanos() < schedule.endNanos()) {
            context.loop().execute(() -> awaitDue(context, schedule, pacer));
        } else {
            pacer.start();
            look(context);
        }
    }

    /** Until the first publisher is done: how far is the other then? */
    private void look(RunContext context) {
        if (context.sent().turns(0) == TURNS) {
            othersTurns.complete(context.sent().turns(1));
        } else {
            context.loop().execute(() -> look(context));
        }
    }
}
