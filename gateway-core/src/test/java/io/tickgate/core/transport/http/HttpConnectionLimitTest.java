package io.tickgate.core.transport.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class HttpConnectionLimitTest {
    @Test
    void servedSocketsAndOpenOnesAreCountedApart() {
        HttpConnectionLimit limit = new HttpConnectionLimit(1, 2);
        HttpConnectionLimit.Seat first = limit.new Seat();
        HttpConnectionLimit.Seat second = limit.new Seat();
        HttpConnectionLimit.Seat third = limit.new Seat();

        assertThat(first.tryOpen()).isTrue();
        assertThat(second.tryOpen()).isTrue();
        assertThat(third.tryOpen()).isFalse();
        assertThat(first.tryServe()).isTrue();
        assertThat(second.tryServe()).isFalse();
        assertThat(limit.openCount()).isEqualTo(2);
        assertThat(limit.servedCount()).isEqualTo(1);
    }

    @Test
    void aSeatIsTakenAndLeftOnce() {
        HttpConnectionLimit limit = new HttpConnectionLimit(5, 5);
        HttpConnectionLimit.Seat seat = limit.new Seat();

        for (int i = 0; i < 3; i++) {
            seat.tryOpen();
            seat.tryServe();
        }
        assertThat(limit.openCount()).isEqualTo(1);
        assertThat(limit.servedCount()).isEqualTo(1);

        for (int i = 0; i < 3; i++) {
            seat.leave();
        }
        assertThat(limit.openCount()).isZero();
        assertThat(limit.servedCount()).isZero();
    }

    @Test
    void whoWasRefusedLeavesNothing() {
        HttpConnectionLimit limit = new HttpConnectionLimit(0, 0);
        HttpConnectionLimit.Seat seat = limit.new Seat();

        assertThat(seat.tryOpen()).isFalse();
        assertThat(seat.tryServe()).isFalse();
        seat.leave();

        assertThat(limit.openCount()).isZero();
        assertThat(limit.servedCount()).isZero();
    }

    @Test
    void manyThreadsNeverTakeMoreThanThereIs() throws Exception {
        HttpConnectionLimit limit = new HttpConnectionLimit(50, 50);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        Callable<Integer> taker = () -> {
            int taken = 0;
            for (int i = 0; i < 100; i++) {
                taken += limit.new Seat().tryOpen() ? 1 : 0;
            }
            return taken;
        };

        int taken = 0;
        List<Callable<Integer>> takers = new ArrayList<>(List.of(taker, taker, taker, taker));
        for (Future<Integer> each : threads.invokeAll(takers)) {
            taken += each.get();
        }
        threads.shutdown();

        assertThat(taken).isEqualTo(50);
        assertThat(limit.openCount()).isEqualTo(50);
    }
}
