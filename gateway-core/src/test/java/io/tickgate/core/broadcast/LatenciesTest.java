package io.tickgate.core.broadcast;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickgate.core.frame.FrameKind;
import io.tickgate.core.metrics.Counter;
import io.tickgate.core.metrics.Stage;
import io.tickgate.core.metrics.StageSummary;
import io.tickgate.core.sim.Bodies;
import io.tickgate.core.sim.Reply;
import io.tickgate.core.sim.SimulatedClient;
import io.tickgate.core.sim.Simulation;
import io.tickgate.core.sim.SimulationSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LatenciesTest {
    private final Simulation simulation = new Simulation(new SimulationSettings().loops(2));
    private final SimulatedClient near = simulation.connect(0, FrameKind.JSON);
    private final SimulatedClient far = simulation.connect(1, FrameKind.JSON);

    @AfterEach
    void end() {
        simulation.end();
    }

    private List<StageSummary> collect() {
        List<StageSummary> summaries = new ArrayList<>();
        simulation.engine().latencies().collect(simulation.loop(0), summaries::addAll);
        simulation.loops().runAll();
        return summaries;
    }

    private StageSummary of(Stage stage) {
        return collect().stream()
                .filter(summary -> summary.stage() == stage)
                .findFirst()
                .orElseThrow();
    }

    private String memberAt(int loop) {
        for (int i = 0; ; i++) {
            String name = "market_data:" + i;
            if (TopicProbe.homeIndex(simulation.engine(), name) == loop) {
                return name;
            }
        }
    }

    @Test
    void nothingIsToldOfWhatNobodyPublished() {
        assertThat(collect()).isEmpty();
    }

    @Test
    void theWayAcrossTheLoopsIsMeasuredFromTheBrokerToEachLoopsSockets() {
        String channel = memberAt(1);
        near.subscribe(channel);
        far.subscribe(channel);
        simulation.loops().runAll();

        near.run(() -> simulation
                .engine()
                .broker()
                .publish(channel, Bodies.json("p"), PublishOptions.NONE, simulation.loop(0), new Reply()));
        simulation.clock().advance(Duration.ofMillis(3));
        simulation.loops().runAll();

        assertThat(collect()).extracting(StageSummary::family).containsOnly("market_data");
        assertThat(of(Stage.SEQUENCED).count()).isEqualTo(1);
        assertThat(of(Stage.SEQUENCED).p50()).isBetween(2_980L, 3_020L);
        assertThat(of(Stage.ENCODED).max()).isZero();
        assertThat(of(Stage.WRITTEN).count()).as("once for each loop").isEqualTo(2);
        assertThat(of(Stage.WRITTEN).max()).isZero();
        assertThat(of(Stage.TOTAL).p999()).isBetween(2_980L, 3_020L);
    }

    @Test
    void aPublicationThatWaitsIsSlowAndOneThatNobodyGetsIsNotWritten() {
        String channel = memberAt(1);
        simulation.publishAndRun(channel, Bodies.json("p"));
        assertThat(collect()).extracting(StageSummary::stage).containsExactly(Stage.SEQUENCED, Stage.ENCODED);

        far.subscribe(channel);
        simulation.loops().runAll();
        near.run(() -> simulation
                .engine()
                .broker()
                .publish(channel, Bodies.json("p"), PublishOptions.NONE, simulation.loop(0), new Reply()));
        simulation.clock().advance(Duration.ofMillis(51));
        simulation.loops().runAll();

        assertThat(simulation.counter(Counter.SLOW_PUBLICATIONS)).isEqualTo(1);
        assertThat(of(Stage.TOTAL).max()).isBetween(50_000L, 52_000L);
        simulation.clock().advance(Duration.ofMinutes(1));
        assertThat(collect()).as("a minute later").isEmpty();
    }
}
