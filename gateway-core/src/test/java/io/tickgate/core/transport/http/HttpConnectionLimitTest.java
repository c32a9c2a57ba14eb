package io.tickgate.core.transport.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.unix.DomainSocketAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class HttpConnectionLimitTest {
    private static final SocketAddress NOWHERE = new DomainSocketAddress("gateway.sock");
    private static final InetSocketAddress PROXY = new InetSocketAddress("10.0.0.1", 40_000);

    private static HttpConnectionLimit limit(int servedMax, int openMax) {
        return new HttpConnectionLimit(servedMax, openMax, 2, PROXY.getAddress()::equals);
    }

    private static SocketAddress stranger(int last) {
        return new InetSocketAddress("192.0.2." + last, 40_000);
    }

    @Test
    void servedSocketsAndOpenOnesAreCountedApart() {
        HttpConnectionLimit limit = limit(1, 2);
        HttpConnectionLimit.Seat first = limit.new Seat();
        HttpConnectionLimit.Seat second = limit.new Seat();
        HttpConnectionLimit.Seat third = limit.new Seat();

        assertThat(first.tryOpen(NOWHERE)).isTrue();
        assertThat(second.tryOpen(NOWHERE)).isTrue();
        assertThat(third.tryOpen(NOWHERE)).isFalse();
        assertThat(first.tryServe()).isTrue();
        assertThat(second.tryServe()).isFalse();
        assertThat(limit.openCount()).isEqualTo(2);
        assertThat(limit.servedCount()).isEqualTo(1);
    }

    @Test
    void aSeatIsTakenAndLeftOnce() {
        HttpConnectionLimit limit = limit(5, 5);
        HttpConnectionLimit.Seat seat = limit.new Seat();

        for (int i = 0; i < 3; i++) {
            seat.tryOpen(NOWHERE);
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
        HttpConnectionLimit limit = limit(0, 0);
        HttpConnectionLimit.Seat seat = limit.new Seat();

        assertThat(seat.tryOpen(NOWHERE)).isFalse();
        assertThat(seat.tryServe()).isFalse();
        seat.leave();

        assertThat(limit.openCount()).isZero();
        assertThat(limit.servedCount()).isZero();
    }

    @Test
    void oneAddressHasItsShareAndOthersStillGetIn() {
        HttpConnectionLimit limit = limit(10, 10);
        HttpConnectionLimit.Seat first = limit.new Seat();
        HttpConnectionLimit.Seat beyond = limit.new Seat();

        assertThat(first.tryOpen(stranger(1))).isTrue();
        assertThat(limit.new Seat().tryOpen(stranger(1))).isTrue();
        assertThat(beyond.tryOpen(stranger(1))).isFalse();
        assertThat(beyond.refusal().toString()).contains("limits.max-http-connections-per-ip is reached");
        assertThat(limit.new Seat().tryOpen(stranger(2))).isTrue();
        assertThat(limit.openCount()).isEqualTo(3);
        assertThat(limit.addressCount()).isEqualTo(2);

        beyond.leave();
        assertThat(limit.new Seat().tryOpen(stranger(1))).isFalse();
        first.leave();
        assertThat(limit.new Seat().tryOpen(stranger(1))).isTrue();
    }

    @Test
    void anAddressThatLeftIsForgotten() {
        HttpConnectionLimit limit = limit(10, 10);
        HttpConnectionLimit.Seat seat = limit.new Seat();
        seat.tryOpen(stranger(1));

        seat.leave();
        seat.leave();

        assertThat(limit.addressCount()).isZero();
        assertThat(limit.openCount()).isZero();
    }

    @Test
    void aTrustedProxyAndASocketWithoutAnAddressHaveNoShare() {
        HttpConnectionLimit limit = limit(10, 10);

        for (int i = 0; i < 5; i++) {
            assertThat(limit.new Seat().tryOpen(PROXY)).isTrue();
            assertThat(limit.new Seat().tryOpen(NOWHERE)).isTrue();
        }
        assertThat(limit.addressCount()).isZero();
    }

    @Test
    void manyThreadsNeverTakeMoreThanThereIs() throws Exception {
        HttpConnectionLimit limit = limit(50, 50);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        Callable<Integer> taker = () -> {
            int taken = 0;
            for (int i = 0; i < 100; i++) {
                taken += limit.new Seat().tryOpen(NOWHERE) ? 1 : 0;
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
