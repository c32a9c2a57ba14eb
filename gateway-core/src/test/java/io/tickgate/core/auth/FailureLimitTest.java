package io.tickgate.core.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;

class FailureLimitTest {
    private static InetAddress address(int number) throws UnknownHostException {
        return InetAddress.getByAddress(new byte[] {10, 0, (byte) (number >> 8), (byte) number});
    }

    @Test
    void whoIsGoodIsNotRemembered() throws UnknownHostException {
        FailureLimit limit = new FailureLimit(2);

        assertThat(limit.tryTake(address(1), 0)).isTrue();
        assertThat(limit.tryTake(address(1), 0)).isTrue();
        assertThat(limit.tryTake(address(1), 0)).isFalse();
        limit.giveBack(address(1), 0);
        assertThat(limit.addresses()).isOne();
        limit.giveBack(address(1), 0);

        assertThat(limit.addresses()).isZero();
    }

    @Test
    void thoseThatCameLastAreRemembered() throws UnknownHostException {
        FailureLimit limit = new FailureLimit(1);
        for (int i = 0; i <= 10_000; i++) {
            assertThat(limit.tryTake(address(i), 0)).isTrue();
        }

        assertThat(limit.addresses()).isEqualTo(10_000);
        assertThat(limit.tryTake(address(1), 0)).isFalse();
        assertThat(limit.tryTake(address(0), 0)).isTrue();
    }
}
