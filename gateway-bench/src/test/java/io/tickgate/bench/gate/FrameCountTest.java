package io.tickgate.bench.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FrameCountTest {
    @Test
    void framesAreMadeOncePerKindAndSendsAreJoined() {
        Map<Measure, Double> values = new EnumMap<>(Measure.class);

        new FrameCount().addTo(values);

        assertThat(values)
                .containsEntry(Measure.FRAMES_FOR_JSON, 1.0)
                .containsEntry(Measure.FRAMES_FOR_BOTH_FORMATS, 2.0)
                .containsEntry(Measure.FRAMES_FOR_ALL_KINDS, 4.0)
                .containsEntry(Measure.SENDS_OF_JOINED, 1.0)
                .containsEntry(Measure.SENDS_OF_GATHERED, 1.0);
    }
}
