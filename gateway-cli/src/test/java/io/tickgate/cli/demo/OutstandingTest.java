package io.tickgate.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class OutstandingTest {
    private final Outstanding outstanding = new Outstanding();
    private final List<CompletableFuture<String>> open = new ArrayList<>();

    @Test
    void whoWantsOneMoreThanTheLimitWaitsForAnAnswer() throws Exception {
        for (int n = 0; n < Outstanding.MAX; n++) {
            publish();
        }
        CountDownLatch done = new CountDownLatch(1);
        Thread publisher = new Thread(() -> {
            try {
                outstanding.await();
                done.countDown();
            } catch (InterruptedException e) {
                // the test is over
            }
        });
        publisher.start();
        while (publisher.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        assertThat(done.getCount()).isEqualTo(1);

        open.get(0).complete("published");

        assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void whatIsRefusedMakesRoomAsWell() throws Exception {
        for (int n = 0; n < 3 * Outstanding.MAX; n++) {
            publish();
            open.get(n).completeExceptionally(new IllegalStateException("refused"));
        }
        assertThat(open).hasSize(3 * Outstanding.MAX);
    }

    private void publish() throws InterruptedException {
        outstanding.await();
        CompletableFuture<String> publication = new CompletableFuture<>();
        open.add(publication);
        outstanding.add(publication);
    }
}
