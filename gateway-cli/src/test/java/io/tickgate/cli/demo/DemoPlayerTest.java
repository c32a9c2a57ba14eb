package io.tickgate.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickgate.cli.demo.DemoPlayer.Track;
import io.tickgate.core.time.Clock;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class DemoPlayerTest {
    private final BlockingQueue<String> played = new LinkedBlockingQueue<>();
    private final RecordedOutput out = new RecordedOutput();
    private @Nullable DemoPlayer player;

    @AfterEach
    void closePlayer() {
        if (player != null) {
            player.close();
        }
    }

    @Test
    void theSlotsOfAFeedComeInOrder() throws Exception {
        start(new Track((number, now, to) -> played.add("n" + number), 10_000));

        for (int n = 0; n < 1_000; n++) {
            assertThat(played.take()).isEqualTo("n" + n);
        }
    }

    @Test
    void feedsComeEachAtItsOwnPace() throws Exception {
        start(
                new Track((number, now, to) -> played.add("fast"), 5_000),
                new Track((number, now, to) -> played.add("slow"), 1_000));

        int fast = 0;
        for (int slow = 0; slow < 100; ) {
            if (played.take().equals("fast")) {
                fast++;
            } else {
                slow++;
            }
        }
        assertThat(fast).isBetween(480, 520);
    }

    @Test
    void nothingIsPlayedAfterClose() throws Exception {
        DemoPlayer playing = start(new Track((number, now, to) -> played.add("n" + number), 10_000));
        played.take();

        playing.close();

        played.clear();
        assertThat(playing.isPlaying()).isFalse();
        assertThat(played).isEmpty();
    }

    @Test
    void aFeedThatWaitsIsEndedByClose() throws Exception {
        Semaphore never = new Semaphore(0);
        DemoPlayer playing = start(new Track(
                (number, now, to) -> {
                    played.add("waits");
                    never.acquire();
                },
                10_000));
        played.take();

        playing.close();

        assertThat(playing.isPlaying()).isFalse();
    }

    private DemoPlayer start(Track... tracks) {
        player = DemoPlayer.start(List.of(tracks), out, new SteppingClock());
        return player;
    }

    /** Moves by less than the length of a slot whenever somebody looks: nobody has to wait for it. */
    private static final class SteppingClock implements Clock {
        private final AtomicLong nanos = new AtomicLong();

        @Override
        public long nanoTime() {
            return nanos.addAndGet(20_000);
        }

        @Override
        public long epochMicros() {
            return 0;
        }
    }
}
