package io.tickgate.core.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class AllowanceTest {
    private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);

    @Test
    void whatIsSentInTheLongRunIsTheRate() {
        Allowance allowance = new Allowance(80, null, 0);
        long sent = 0;

        for (long now = 0; now <= 10_000 * MILLI; now += 7 * MILLI) {
            if (allowance.bytes(now) > 0) {
                sent += 300;
                allowance.spend(300, now);
            }
        }

        // 80 kilobits are 10,000 bytes a second, for ten seconds and what was saved up.
        assertThat(sent).isBetween(99_000L, 103_000L);
    }

    @Test
    void whatWasNotSentIsMadeUpForAShortTimeOnly() {
        Allowance allowance = new Allowance(80, null, 0);

        assertThat(allowance.bytes(60_000 * MILLI)).isEqualTo(2_500);
    }

    @Test
    void aFrameBeyondTheAllowanceIsPaidForAfterwards() {
        Allowance allowance = new Allowance(80, null, 0);

        allowance.spend(10_000, 0);

        assertThat(allowance.bytes(700 * MILLI)).isZero();
        assertThat(allowance.waitNanos(700 * MILLI)).isBetween(50 * MILLI, 80 * MILLI);
        assertThat(allowance.bytes(1_100 * MILLI)).isPositive();
    }

    @Test
    void nothingIsAPause() {
        Allowance allowance = new Allowance(0, null, 0);

        assertThat(allowance.isPaused()).isTrue();
        assertThat(allowance.bytes(3_600_000 * MILLI)).isZero();
    }

    @Test
    void whatIsOwedIsOwedUnderTheNextLimitToo() {
        Allowance before = new Allowance(80, null, 0);
        before.spend(20_000, 0);

        assertThat(new Allowance(800, before, 0).bytes(170 * MILLI)).isZero();
        assertThat(new Allowance(800, before, 0).bytes(180 * MILLI)).isPositive();
    }
}
