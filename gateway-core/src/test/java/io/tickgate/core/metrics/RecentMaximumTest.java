package io.tickgate.core.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecentMaximumTest {
    private final RecentMaximum maximum = new RecentMaximum();

    /** {@code System.nanoTime} may start anywhere. */
    @ParameterizedTest
    @ValueSource(longs = {0, -25_000_000_000L, Long.MAX_VALUE / 2, Long.MIN_VALUE / 2})
    void itFallsWithinAMinuteEvenWhenNothingFollows(long start) {
        maximum.offer(70, start);
        maximum.offer(50, start + seconds(5));

        assertThat(maximum.get(start + seconds(49))).isEqualTo(70);
        assertThat(maximum.get(start + seconds(60))).isLessThan(70);
        assertThat(maximum.get(start + seconds(66))).isZero();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -25_000_000_000L})
    void aBucketThatComesRoundAgainForgetsWhatItHeld(long start) {
        maximum.offer(70, start);
        maximum.offer(3, start + seconds(60));

        assertThat(maximum.get(start + seconds(60))).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(longs = {Long.MAX_VALUE, 1L << 32})
    void whatIsTooLargeIsTheLargest(long value) {
        maximum.offer(value, 0);

        assertThat(maximum.get(0)).isEqualTo(0xffff_ffffL);
    }

    private static long seconds(int count) {
        return Duration.ofSeconds(count).toNanos();
    }
}
