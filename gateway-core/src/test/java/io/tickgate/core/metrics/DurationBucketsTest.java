package io.tickgate.core.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DurationBucketsTest {
    @Test
    void aTimeFallsIntoTheBucketThatIsJustLargeEnough() {
        DurationBuckets buckets = new DurationBuckets(2);

        for (int i = 0; i < DurationBuckets.BOUNDED; i++) {
            buckets.record(1, Math.round(DurationBuckets.upperSeconds(i) * 1e9));
            buckets.record(1, Math.round(DurationBuckets.upperSeconds(i) * 1e9) + 1);
        }
        buckets.record(1, 0);
        buckets.record(1, Long.MAX_VALUE / 2);

        assertThat(buckets.count(1, 0)).as("0 and 0.1 ms").isEqualTo(2);
        for (int i = 1; i < DurationBuckets.BOUNDED; i++) {
            assertThat(buckets.count(1, i)).isEqualTo(2);
        }
        assertThat(buckets.count(1, DurationBuckets.BOUNDED)).isEqualTo(2);
        assertThat(buckets.count(0, 0)).as("another family's").isZero();
        assertThat(buckets.sumNanos(0)).isZero();
    }

    @Test
    void theSumIsOfAllTimes() {
        DurationBuckets buckets = new DurationBuckets(1);

        buckets.record(0, 3_000_000_000L);
        buckets.record(0, 500);

        assertThat(buckets.sumNanos(0)).isEqualTo(3_000_000_500L);
    }
}
