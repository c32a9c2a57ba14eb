package io.tickgate.bench.load.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickgate.bench.load.scenario.Phase;
import io.tickgate.bench.load.scenario.Scenario;
import io.tickgate.bench.load.scenario.ScenarioLoader;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RampWatchTest {
    private static final int STEP = 1;
    private static final Scenario SCENARIO =
            ScenarioLoader.load(null, Map.of("ramp.from", "10", "ramp.to", "20", "ramp.step", "10"), Map.of());

    private final Timeline timeline = new Timeline(SCENARIO.phases());
    private final Recorder recorder = new Recorder(timeline);
    private final RampWatch watch = new RampWatch(SCENARIO.ramp(), recorder);
    private final Phase phase = SCENARIO.phases().get(STEP);

    /** So many publications leave and arrive at once. */
    private void publish(int count) {
        for (int i = 0; i < count; i++) {
            long due = timeline.startNanos(STEP) + i;
            recorder.onPublication(due, due);
            recorder.onDelivery(due, due);
        }
    }

    @Test
    void aStepIsKeptWhenEverythingLeftAndArrived() {
        publish(100);
        watch.onStepEnd(STEP, phase, 100, 0, 0);

        assertThat(watch.isBroken()).isFalse();
    }

    @Test
    void aServerThatDoesNotTakeWhatIsDueBreaksTheStep() {
        publish(99);
        watch.onStepEnd(STEP, phase, 100, 0, 0);

        assertThat(watch.isBroken()).isTrue();
    }
}
