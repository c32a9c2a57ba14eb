package io.tickgate.bench.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class SteadyFaultTest {
    private static final Offset<Double> NEARLY = Offset.offset(1e-6);

    @Test
    void theSlopeIsThatOfTheBestLine() {
        assertThat(SteadyFault.slopePerHour(List.of(70.0, 71.0, 72.0, 73.0))).isCloseTo(3_600, NEARLY);
        assertThat(SteadyFault.slopePerHour(List.of(70.0, 72.0, 72.0, 70.0))).isCloseTo(0, NEARLY);
        assertThat(SteadyFault.slopePerHour(List.of(70.0))).isZero();
    }
}
