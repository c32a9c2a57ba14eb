package io.tickgate.bench.load.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickgate.bench.load.result.ClientLimits;
import io.tickgate.bench.load.scenario.ScenarioLoader;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JudgeTest {
    private final Judge judge = new Judge(ScenarioLoader.load(null, Map.of(), Map.of()));

    @ParameterizedTest
    @CsvSource({
        "0.95, 0.0, 100, The client was the bottleneck: its thread was busy 95 %",
        "0.10, 0.4, 100, The client stood ready without a processor 40 % of the time",
        "0.10, 0.0, 6000, The client fell behind its schedule"
    })
    void whatLimitedTheClientIsSaidInWords(double busy, double waited, long latenessMicros, String words) {
        ClientLimits limits = judge.limits(busy, waited, latenessMicros, 1);

        assertThat(limits.isBottleneck()).isTrue();
        assertThat(limits.text()).startsWith(words);
    }

    @Test
    void aClientWithRoomLeftIsNoBottleneck() {
        ClientLimits limits = judge.limits(0.9, 0.25, 5_000, 3);

        assertThat(limits.isBottleneck()).isFalse();
        assertThat(limits.text()).contains("3.0 deliveries came per read");
    }
}
