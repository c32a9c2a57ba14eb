package io.tickgate.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickgate.cli.demo.DemoFeed.DemoMessage;
import io.tickgate.core.broadcast.Publisher;
import io.tickgate.core.time.Clock;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class FeedPlayerTest {
    private static final DemoFeed NUMBERS = number -> new DemoMessage("market_data:x", "{\"n\":" + number + "}");

    private final SteppingClock clock = new SteppingClock();
    private final RecordingPublisher publisher = new RecordingPublisher();
    private @Nullable FeedPlayer player;

    @AfterEach
    void closePlayer() {
        if (player != null) {
            player.close();
        }
    }

    @Test
    void theFeedIsPublishedInOrder() throws Exception {
        start();
        for (int n = 0; n < 1_000; n++) {
            assertThat(publisher.messages.take()).isEqualTo("{\"n\":" + n + "}");
            publisher.answerAll();
        }
    }

    @Test
    void noMoreThanTheLimitIsOpenAtOnce() throws Exception {
        start();
        for (int n = 0; n < FeedPlayer.OUTSTANDING_MAX; n++) {
            publisher.messages.take();
        }
        assertThat(publisher.open).hasSize(FeedPlayer.OUTSTANDING_MAX);

        publisher.open.remove(0).complete(new Publisher.Published(1, 0));

        assertThat(publisher.messages.take()).isEqualTo("{\"n\":" + FeedPlayer.OUTSTANDING_MAX + "}");
        assertThat(publisher.open).hasSize(FeedPlayer.OUTSTANDING_MAX);
    }

    @Test
    void refusedMessagesDoNotStopTheFeed() throws Exception {
        start();
        for (int n = 0; n < 2 * FeedPlayer.OUTSTANDING_MAX; n++) {
            publisher.messages.take();
            publisher.open.remove(0).completeExceptionally(new IllegalStateException("refused"));
        }
    }

    @Test
    void nothingIsPublishedAfterClose() throws Exception {
        FeedPlayer playing = start();
        publisher.messages.take();

        playing.close();

        // The thread is over, so whatever it published it has published.
        int published = publisher.open.size();
        publisher.answerAll();
        assertThat(publisher.messages).hasSize(published - 1);
    }

    private FeedPlayer start() {
        player = FeedPlayer.start("test", NUMBERS, 10_000, publisher, clock);
        return player;
    }

    /** Moves by the length of one slot whenever somebody looks: nobody has to wait for it. */
    private static final class SteppingClock implements Clock {
        private final AtomicLong nanos = new AtomicLong();

        @Override
        public long nanoTime() {
            return nanos.addAndGet(100_000);
        }

        @Override
        public long epochMicros() {
            return 0;
        }
    }

    private static final class RecordingPublisher implements Publisher {
        final BlockingQueue<String> messages = new LinkedBlockingQueue<>();
        final List<CompletableFuture<Published>> open = new CopyOnWriteArrayList<>();

        @Override
        public CompletionStage<Published> publish(String channel, byte[] jsonObject) {
            CompletableFuture<Published> answer = new CompletableFuture<>();
            open.add(answer);
            messages.add(new String(jsonObject, StandardCharsets.US_ASCII));
            return answer;
        }

        void answerAll() {
            while (!open.isEmpty()) {
                open.remove(0).complete(new Published(1, 0));
            }
        }
    }
}
