package io.tickgate.bench.load.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class LatencyTest {
    private final Histogram recorded = new Histogram(3);

    @Test
    void whatIsRecordedLaterDoesNotChangeIt() {
        recorded.recordValue(100);
        Latency latency = Latency.of(recorded);

        recorded.recordValue(1_000_000);

        assertThat(latency.count()).isEqualTo(1);
        assertThat(latency.max()).isEqualTo(100);
    }

    @Test
    void theEncodedFormKeepsEveryPercentile() {
        for (int i = 1; i <= 10_000; i++) {
            recorded.recordValue(i);
        }
        Latency latency = Latency.of(recorded);

        Latency read = Latency.decode(latency.encoded());

        assertThat(read.curve()).isEqualTo(latency.curve()).hasSizeGreaterThan(20);
        assertThat(read.at(99)).isEqualTo(latency.at(99)).isBetween(9_890L, 9_910L);
    }

    @Test
    void otherTextIsRefused() {
        assertThatThrownBy(() -> Latency.decode("AAAA")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void thePercentileOutputIsInMilliseconds() {
        recorded.recordValue(2_000);
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        Latency.of(recorded).writePercentiles(out);

        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("Value     Percentile TotalCount 1/(1-Percentile)")
                .contains("2.000 1.000000000000")
                .contains("Total count    =            1");
    }

    @Test
    void nothingRecordedIsNoLatency() {
        assertThat(Latency.none().at(99)).isZero();
        assertThat(Latency.none().curve()).isEmpty();
    }
}
