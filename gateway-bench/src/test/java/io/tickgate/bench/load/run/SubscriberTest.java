package io.tickgate.bench.load.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickgate.bench.load.client.ClientLoop;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class SubscriberTest {
    @Test
    void theTimeOfAnEarlierAttemptDoesNotEndALaterOne() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
                ClientLoop loop = new ClientLoop()) {
            RunContext context = Runs.context(loop, silent.getLocalPort(), "connections.count", "1");
            CompletableFuture<Void> done = new CompletableFuture<>();
            loop.onFault(done::completeExceptionally);
            loop.execute(() -> {
                Subscriber subscriber =
                        new Fleet(context, new Deaf()).subscribers().get(0);
                int first = subscriber.open(false);
                subscriber.leave(false);
                int second = subscriber.open(false);

                subscriber.giveUp(first);
                assertThat(subscriber.isOpening()).isTrue();

                subscriber.giveUp(second);
                assertThat(subscriber.isEnded()).isTrue();
                assertThat(context.totals().connectFailures).isEqualTo(1);
                done.complete(null);
            });
            done.get();
        }
    }

    private static final class Deaf implements Fleet.Listener {
        @Override
        public void onSettled(int failed, String firstReason) {
            // Nobody waits for it.
        }

        @Override
        public void onDelivery(long number) {
            // Nothing is published.
        }

        @Override
        public void onRead() {
            // As above.
        }

        @Override
        public void onChanged() {
            // As above.
        }
    }
}
