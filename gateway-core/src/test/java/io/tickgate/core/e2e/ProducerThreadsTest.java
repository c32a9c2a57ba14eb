package io.tickgate.core.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickgate.core.broadcast.PublishException;
import io.tickgate.core.broadcast.Publisher.Published;
import io.tickgate.core.producer.Producer;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many threads of an application publish through one gateway, and a client of the JDK listens. */
@Timeout(60)
class ProducerThreadsTest {
    private static final int THREADS = 4;
    private static final int MESSAGES_PER_THREAD = 500;

    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    private TestGateway gateway;

    @BeforeEach
    void start() {
        gateway = TestGateway.start(Wiring.EPOLL_TWO_LOOPS);
    }

    @AfterEach
    void stop() {
        threads.shutdownNow();
        gateway.close();
    }

    @Test
    void aClientSeesEveryThreadsMessagesInTheOrderOfItsCalls() throws Exception {
        JdkListener received = new JdkListener();
        WebSocket client = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(gateway.webSocketUri(), received)
                .get(8, TimeUnit.SECONDS);
        client.sendText("{\"type\":\"subscribe\",\"channel\":\"market_data\"}", true)
                .get(8, TimeUnit.SECONDS);
        received.next();
        received.next();

        List<Future<List<CompletionStage<Published>>>> running = new ArrayList<>();
        for (int thread = 0; thread < THREADS; thread++) {
            int name = thread;
            running.add(threads.submit(() -> publishAll(name)));
        }

        Map<Object, Long> last = new HashMap<>();
        for (long offset = 1; offset <= THREADS * MESSAGES_PER_THREAD; offset++) {
            Map<String, Object> message = received.next();
            assertThat(message).containsEntry("offset", offset);
            assertThat(message).containsEntry("n", last.merge(message.get("thread"), 1L, Long::sum));
        }
        Set<Long> offsets = new HashSet<>();
        for (Future<List<CompletionStage<Published>>> answers : running) {
            for (CompletionStage<Published> answer : answers.get()) {
                Published published = answer.toCompletableFuture().get(8, TimeUnit.SECONDS);
                assertThat(published.recipientCount()).isEqualTo(1);
                offsets.add(published.offset());
            }
        }
        assertThat(offsets).hasSize(THREADS * MESSAGES_PER_THREAD);
    }

    private List<CompletionStage<Published>> publishAll(int thread) {
        List<CompletionStage<Published>> answers = new ArrayList<>();
        for (int n = 1; n <= MESSAGES_PER_THREAD; n++) {
            answers.add(gateway.gateway()
                    .producer()
                    .publish("market_data:x", Map.of("type", "quote", "thread", thread, "n", n)));
        }
        return answers;
    }

    @Test
    void everyCallIsAnsweredAlsoWhileTheGatewayCloses() throws Exception {
        Producer producer = gateway.gateway().producer();
        CountDownLatch underWay = new CountDownLatch(THREADS);
        List<Future<List<CompletionStage<Published>>>> running = new ArrayList<>();
        for (int thread = 0; thread < THREADS; thread++) {
            String channel = "market_data:" + thread;
            running.add(threads.submit(() -> publishUntilClosed(producer, channel, underWay)));
        }
        underWay.await();

        gateway.gateway().close();

        for (Future<List<CompletionStage<Published>>> answers : running) {
            for (CompletionStage<Published> answer : answers.get(20, TimeUnit.SECONDS)) {
                assertThat(isAnswered(answer)).isTrue();
            }
        }
    }

    private static List<CompletionStage<Published>> publishUntilClosed(
            Producer producer, String channel, CountDownLatch underWay) throws InterruptedException {
        List<CompletionStage<Published>> answers = new ArrayList<>();
        while (true) {
            CompletionStage<Published> answer = producer.publish(channel, Map.of("n", answers.size()));
            answers.add(answer);
            CompletableFuture<Published> future = answer.toCompletableFuture();
            if (future.isCompletedExceptionally()) {
                underWay.countDown();
                return answers;
            }
            if (answers.size() == 100) {
                underWay.countDown();
            }
            if (answers.size() % 100 == 0) {
                // Not faster than the gateway, and not for ever once it is closed.
                isAnswered(answer);
            }
        }
    }

    private static boolean isAnswered(CompletionStage<Published> answer) throws InterruptedException {
        try {
            answer.toCompletableFuture().get(8, TimeUnit.SECONDS);
            return true;
        } catch (java.util.concurrent.ExecutionException e) {
            return e.getCause() instanceof PublishException;
        } catch (TimeoutException e) {
            return false;
        }
    }
}
