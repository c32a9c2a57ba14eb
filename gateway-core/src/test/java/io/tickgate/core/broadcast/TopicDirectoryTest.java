package io.tickgate.core.broadcast;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickgate.core.frame.FrameKind;
import io.tickgate.core.sim.Bodies;
import io.tickgate.core.sim.SimulatedClient;
import io.tickgate.core.sim.Simulation;
import io.tickgate.core.sim.SimulationSettings;
import io.tickgate.protocol.message.ErrorCode;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TopicDirectoryTest {
    private final Simulation simulation =
            new Simulation(new SimulationSettings().loops(3).topics(3, Duration.ofMinutes(10)));
    private final TopicDirectory directory = simulation.engine().directory();

    @AfterEach
    void nothingIsLeft() {
        simulation.end();
    }

    @Test
    void aMemberIsMadeOnFirstUseAndKnowsItsFamily() {
        assertThat(directory.find("market_data:A")).isNull();

        Topic made = Objects.requireNonNull(directory.resolve("market_data:A"));

        assertThat(directory.resolve("market_data:A")).isSameAs(made);
        assertThat(made.family()).isSameAs(directory.find("market_data"));
        assertThat(directory.size()).isEqualTo(1);
    }

    @Test
    void familiesAreAlwaysThereAndDoNotCount() {
        for (String name : directory.familyNames()) {
            assertThat(directory.resolve(name)).isNotNull();
        }
        assertThat(directory.size()).isZero();
    }

    @Test
    void everyRefusalSaysByWhichRule() {
        for (int i = 0; i < 3; i++) {
            assertThat(directory.resolve("market_data:" + i)).isNotNull();
        }

        assertThat(directory.resolve("market_data:3")).isNull();
        assertThat(directory.refusal("market_data:3").code()).isEqualTo(ErrorCode.UNAVAILABLE);
        assertThat(directory.refusal("market_data:3").detail()).contains("limits.max-topics");
        assertThat(directory.resolve("nope:x")).isNull();
        assertThat(directory.refusal("nope:x").code()).isEqualTo(ErrorCode.UNKNOWN_CHANNEL);
        assertThat(directory.refusal("nope:x").detail()).contains("\"nope\"").contains("market_data");
        assertThat(directory.resolve("market_data: x")).isNull();
        assertThat(directory.refusal("market_data: x").code()).isEqualTo(ErrorCode.INVALID_FIELD);
        assertThat(directory.size()).isEqualTo(3);
    }

    @Test
    void anUnusedTopicIsCollectedAndItsNameNeverRepeatsAnOffset() {
        for (int i = 0; i < 5; i++) {
            simulation.publishAndRun("chart_updates:A", Bodies.json("p"));
        }
        simulation.publishAndRun("chart_updates:B", Bodies.json("p"));

        for (int i = 0; i < 3; i++) {
            simulation.clock().advance(Duration.ofMinutes(11));
            simulation.tick();
            simulation.loops().runAll();
        }
        assertThat(directory.size()).isZero();

        assertThat(simulation.publishAndRun("chart_updates:A", Bodies.json("p")).offset())
                .isEqualTo(6);
    }

    @Test
    void aTopicInUseOrWithASubscriberIsNotCollected() {
        simulation.connect(0, FrameKind.JSON).subscribe("market_data:A");
        simulation.publishAndRun("market_data:B", Bodies.json("p"));
        for (int i = 0; i < 5; i++) {
            simulation.clock().advance(Duration.ofMinutes(9));
            simulation.clients().forEach(client -> client.run(client.session()::onFrame));
            simulation.publishAndRun("market_data:B", Bodies.json("p"));
            simulation.tick();
            simulation.loops().runAll();
        }

        assertThat(directory.find("market_data:A")).isNotNull();
        assertThat(directory.find("market_data:B")).isNotNull();
    }

    @Test
    void whatAFamilysSubscriberFollowsIsCollectedOnlyWhenRoomIsNeeded() {
        SimulatedClient client = simulation.connect(0, FrameKind.JSON);
        client.subscribe("chart_updates");
        simulation.publishAndRun("chart_updates:A", Bodies.json("p"));

        letAgeBy(client, Duration.ofMinutes(11));
        assertThat(directory.find("chart_updates:A")).isNotNull();

        simulation.publishAndRun("chart_updates:B", Bodies.json("p"));
        letAgeBy(client, Duration.ofMinutes(11));
        assertThat(directory.size()).isLessThan(2);
    }

    private void letAgeBy(SimulatedClient client, Duration duration) {
        for (long seconds = 0; seconds < duration.toSeconds(); seconds += 60) {
            simulation.clock().advance(Duration.ofSeconds(60));
            client.run(client.session()::onFrame);
            simulation.tick();
            simulation.loops().runAll();
        }
    }

    @Test
    void aFullDirectoryDropsWhateverIsNotSubscribed() {
        simulation.connect(0, FrameKind.JSON).subscribe("market_data:kept");
        simulation.publishAndRun("market_data:A", Bodies.json("p"));
        simulation.publishAndRun("market_data:B", Bodies.json("p"));
        assertThat(simulation.publishAndRun("market_data:C", Bodies.json("p")).code())
                .isEqualTo(ErrorCode.UNAVAILABLE);

        simulation.tick();
        simulation.loops().runAll();

        assertThat(simulation.publishAndRun("market_data:C", Bodies.json("p")).offset())
                .isPositive();
        assertThat(directory.find("market_data:kept")).isNotNull();
    }
}
